import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const VARIANTS = {
  default: "bg-primary text-primary-foreground shadow-xs hover:bg-primary-hover",
  outline: "border border-border-strong bg-card text-foreground shadow-xs hover:bg-muted",
  ghost: "text-foreground hover:bg-muted",
  destructive: "bg-danger-solid text-white shadow-xs hover:opacity-90",
} as const;

const SIZES = {
  default: "h-9 px-3.5 text-sm",
  sm: "h-8 px-2.5 text-[13px]",
  icon: "size-8",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Renders its only child (a link) with the button's looks. */
  asChild?: boolean;
}

/** A button; `type` is "button" unless said otherwise, so that none submits a form by accident. */
export function Button({ variant = "default", size = "default", asChild = false, className, type, ...props }: ButtonProps) {
  const classes = cn(
    "inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANTS[variant], SIZES[size], className,
  );
  if (asChild) return <Slot.Root className={classes} {...props} />;
  return <button type={type ?? "button"} className={classes} {...props} />;
}
