import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The shape of what is coming. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("rounded-md bg-muted motion-safe:animate-pulse", className)} {...props} />;
}
