import { useTranslations } from "next-intl";
import { useFormat } from "@/components/use-format";
import type { ReplayItemState } from "@/lib/domain/replay";
import type { ReplayDetail } from "@/lib/services/replays/read";
import { isHeld } from "./replay-status";

/** The parts of the bar, in the order in which they stand in it. */
const PARTS = [["delivered", "fill-success"], ["retrying", "fill-warning"], ["failed", "fill-danger-solid"], ["skipped", "fill-control"], ["cancelled", "fill-control"]] as const satisfies readonly (readonly [ReplayItemState, string])[];
const TOLD = ["delivered", "failed", "retrying", "queued", "skipped", "cancelled"] as const satisfies readonly ReplayItemState[];

/** How many of a replay's deliveries have their answer. */
export function answeredOf({ counts }: ReplayDetail): number {
  return counts.delivered + counts.failed + counts.retrying + counts.skipped + counts.cancelled;
}

/** How many got an answer because they were sent. */
function sentOf({ counts }: ReplayDetail): number {
  return counts.delivered + counts.failed + counts.retrying;
}

/** A bar of what came of the deliveries so far; the words beside it say the same. */
export function ReplayBar({ replay, className }: { replay: ReplayDetail; className?: string }) {
  const t = useTranslations("replays.progress");
  const total = Math.max(1, replay.planned, answeredOf(replay));
  const percent = replay.status === "done" ? 100 : Math.floor((answeredOf(replay) / total) * 100);
  const widths = PARTS.map(([state]) => (replay.counts[state] / total) * 100);
  return (
    // Widths are attributes, because the page's policy allows no inline styles.
    <svg role="img" aria-label={t("bar", { percent })} viewBox="0 0 100 4" preserveAspectRatio="none" className={className ?? "h-2 w-full overflow-hidden rounded-full"}>
      <rect width="100" height="4" className="fill-muted" />
      {PARTS.map(([state, fill], index) => widths[index]! > 0 && (
        <rect key={state} x={widths.slice(0, index).reduce((sum, width) => sum + width, 0)} width={widths[index]} height="4" className={fill} />
      ))}
    </svg>
  );
}

/** How far a replay is, in a bar, in numbers and in a sentence. */
export function ReplayProgress({ replay }: { replay: ReplayDetail }) {
  const t = useTranslations("replays");
  const format = useFormat();
  const { counts, status, planned } = replay;
  const done = answeredOf(replay);
  const unneeded = status === "done" ? Math.max(0, planned - done) : 0;
  // Nobody knows how long a paused or broken system stays so.
  const isWaiting = replay.targets.some(({ subscription }) => isHeld(subscription.status));
  const left = Math.max(0, planned - done - counts.queued);
  return (
    <div className="space-y-3" aria-live="polite">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-sm">
        <p className="font-medium tabular-nums">{t("progress.of", { done: format.count(sentOf(replay)), planned: format.count(Math.max(planned, done)) })}</p>
        {status === "running" && left > 0 && !isWaiting && <p className="text-muted-foreground tabular-nums">{t("progress.left", { duration: format.duration(Math.ceil(left / replay.ratePerSec) * 1_000) })}</p>}
      </div>
      <ReplayBar replay={replay} />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted-foreground">
        {TOLD.filter((state) => counts[state] > 0).map((state) => <li key={state}><span className="font-medium text-foreground tabular-nums">{format.count(counts[state])}</span> {t(`state.${state}`)}</li>)}
        {unneeded > 0 && <li>{t("progress.unneeded", { count: unneeded })}</li>}
      </ul>
    </div>
  );
}
