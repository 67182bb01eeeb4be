import { Link } from "@/components/link";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The link that a list's row is: it covers the row, and the keys for lists (j, k, arrows) go from one to the next. */
export function RowLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link data-row="" className={cn("font-medium after:absolute after:inset-0", className)} {...props} />;
}
