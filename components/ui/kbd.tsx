import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A key of the keyboard. */
export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return <kbd className={cn("inline-grid h-5 min-w-5 place-items-center rounded border border-border bg-subtle px-1 font-sans text-[11px] leading-none font-medium text-muted-foreground", className)} {...props} />;
}
