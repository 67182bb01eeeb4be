import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const CONTROL =
  "w-full rounded-md border border-border-strong bg-card px-3 text-sm text-foreground shadow-xs transition-colors placeholder:text-muted-foreground " +
  "focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-ring " +
  "disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger";

/** A one-line text field. */
export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={cn(CONTROL, "h-9", className)} {...props} />;
}
