import { useFormat } from "@/components/use-format";

/** A length of time. */
export function Duration({ ms, className }: { ms: number | null | undefined; className?: string }) {
  const format = useFormat();
  if (ms === null || ms === undefined) return <span className={className}>–</span>;
  return <span className={`whitespace-nowrap tabular-nums ${className ?? ""}`} title={`${ms} ms`}>{format.duration(ms)}</span>;
}
