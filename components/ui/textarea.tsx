import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { CONTROL } from "./input";

/** A text field of several lines. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "min-h-24 py-2 leading-relaxed", className)} {...props} />;
}
