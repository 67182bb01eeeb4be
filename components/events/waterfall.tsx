import { useTranslations } from "next-intl";
import { useFormat } from "@/components/use-format";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";

/** Where an attempt's time went: each part starts where the one before it ended. */
export function Waterfall({ durationMs, parts }: Pick<AttemptDetail, "durationMs" | "parts">) {
  const t = useTranslations("events.attempt.parts");
  const format = useFormat();
  const known = parts.reduce((sum, part) => sum + part.ms, 0);
  const total = Math.max(durationMs, known, 0.001);
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.ms, 0));
  const slowest = Math.max(...parts.map((part) => part.ms));
  return (
    <div>
      <h4 className="mb-1.5 flex justify-between text-xs font-semibold"><span>{t("title")}</span><span className="font-normal text-muted-foreground tabular-nums">{t("total", { duration: format.duration(durationMs) })}</span></h4>
      {parts.length === 0 && <p className="text-xs text-muted-foreground">{t("none")}</p>}
      <ol className="space-y-1">
        {parts.map((part, index) => (
          <li key={part.name} className="grid grid-cols-[7.5rem_1fr_4.5rem] items-center gap-2 text-xs">
            <span className="text-muted-foreground">{t(part.name)}</span>
            <span aria-hidden className="h-2 overflow-hidden rounded-sm bg-muted">
              <span className={`block h-2 min-w-0.5 rounded-sm ${part.ms === slowest ? "bg-info" : "bg-info/50"}`} style={{ marginLeft: `${(starts[index]! / total) * 100}%`, width: `${(part.ms / total) * 100}%` }} />
            </span>
            <span className="text-right tabular-nums">{format.duration(part.ms)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
