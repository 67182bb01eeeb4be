import { cn } from "@/lib/cn";
import { shortenId } from "@/lib/format";
import { CopyButton } from "./copy-button";

/** An id: monospaced, shortened in the middle unless `full`, with a copy button. */
export function CopyableId({ id, full = false, className }: { id: string; full?: boolean; className?: string }) {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-0.5 align-middle", className)}>
      <code title={id} className={cn("font-mono text-xs text-muted-foreground", full ? "break-all" : "whitespace-nowrap")}>{full ? id : shortenId(id)}</code>
      <CopyButton value={id} className="size-6 [&_svg]:size-3.5" />
    </span>
  );
}
