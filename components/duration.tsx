import { formatDuration } from "@/lib/format";

/** A length of time. */
export function Duration({ ms, className }: { ms: number | null | undefined; className?: string }) {
  if (ms === null || ms === undefined) return <span className={className}>–</span>;
  return <span className={`whitespace-nowrap tabular-nums ${className ?? ""}`} title={`${ms} ms`}>{formatDuration(ms)}</span>;
}
