import { useTranslations } from "next-intl";
import { EventTypeName } from "@/components/event-type-name";
import { useFormat } from "@/components/use-format";
import type { ScenarioStory } from "@/lib/services/scenarios/list-stories";

const DAY_MS = 86_400_000;

/** What a story sends, in order, with about when. */
export function StorySteps({ steps }: { steps: ScenarioStory["steps"] }) {
  const t = useTranslations("scenarios");
  const format = useFormat();
  return (
    <div className="rounded-md border border-border bg-subtle px-3 py-2.5">
      <h3 className="mb-1.5 text-xs text-muted-foreground">{t("steps")}</h3>
      <ol className="space-y-1">
        {steps.map((step, index) => {
          const waitMs = step.afterMs - (steps[index - 1]?.afterMs ?? 0);
          return (
            <li key={index} className="flex flex-wrap items-baseline gap-x-3 text-xs">
              <span aria-hidden className="w-4 text-muted-foreground tabular-nums">{index + 1}</span>
              <EventTypeName name={step.eventType} inline />
              <span className="text-muted-foreground">{index === 0 && waitMs < DAY_MS / 24 ? t("begin") : t("after", { duration: format.duration(roundWait(waitMs)) })}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** "About 3 h", not "3 h 17 min": the waits differ from run to run. */
function roundWait(ms: number): number {
  const unit = ms > 2 * DAY_MS ? DAY_MS : ms > 3_600_000 ? 3_600_000 : ms > 60_000 ? 60_000 : 1_000;
  return Math.round(ms / unit) * unit;
}
