import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** For the heads and cells of columns that a phone has no room for: what matters of them stands in the row's first cell there. */
export const WIDE = "hidden sm:table-cell";
/** For that first cell: it takes the width there is, and cuts what is longer. */
export const MAIN = "max-sm:w-full max-sm:max-w-0";

/** A table that scrolls inside itself where it is too wide; reachable by keyboard for that. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div tabIndex={0} className="relative w-full overflow-x-auto rounded-[inherit] focus-visible:outline-offset-[-2px]">
      <table className={cn("w-full border-collapse text-left text-sm", className)} {...props} />
    </div>
  );
}

/** The row group of column names. */
export function TableHeader({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={cn("border-b border-border bg-subtle [&_tr]:border-0 [&_tr:hover]:bg-transparent", className)} {...props} />;
}

/** The row group of values. */
export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody className={cn("[&_tr:last-child]:border-0", className)} {...props} />;
}

/** A row; a RowLink in it covers it. */
export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("relative border-b border-border transition-colors focus-within:bg-subtle hover:bg-subtle", className)} {...props} />;
}

/** A column's name. */
export function TableHead({ className, scope = "col", ...props }: ComponentProps<"th">) {
  return <th scope={scope} className={cn("h-9 px-3 text-xs font-medium whitespace-nowrap text-muted-foreground first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5", className)} {...props} />;
}

/** A value. */
export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("h-11 px-3 py-2 align-middle first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5", className)} {...props} />;
}
