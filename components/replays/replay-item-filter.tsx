import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { REPLAY_ITEM_STATES, type ReplayItemState } from "@/lib/domain/replay";
import { routes } from "@/lib/routes";
import type { ReplayDetail } from "@/lib/services/replays/read";

/** All, or one state, with how many; the choice stands in the URL. */
export function ReplayItemFilter({ replay, state }: { replay: ReplayDetail; state: ReplayItemState | undefined }) {
  const t = useTranslations("replays");
  const format = useFormat();
  const shown = REPLAY_ITEM_STATES.filter((one) => replay.counts[one] > 0 || one === state);
  const link = (value: ReplayItemState | undefined, label: string, count?: number) => (
    <li key={value ?? "all"}>
      <Link href={routes.replays.detail(replay.id, { state: value })} scroll={false} aria-current={value === state ? "true" : undefined}
        className={cn("inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-[13px] font-medium hover:bg-muted", value === state ? "bg-muted" : "text-muted-foreground")}>
        {label}{count !== undefined && <span className="tabular-nums">{format.count(count)}</span>}
      </Link>
    </li>
  );
  return <ul aria-label={t("items.filter")} className="flex flex-wrap gap-1">{link(undefined, t("items.all"))}{shown.map((one) => link(one, t(`state.${one}`), replay.counts[one]))}</ul>;
}
