import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The visible name of a control. */
export function Label({ className, ...props }: ComponentProps<"label">) {
  return <label className={cn("text-[13px] leading-5 font-medium text-foreground", className)} {...props} />;
}
