import { ListFilter } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { RefreshWhile } from "@/components/refresh-while";
import { ReplayControls } from "@/components/replays/replay-controls";
import { ReplayFacts } from "@/components/replays/replay-facts";
import { ReplayItemFilter } from "@/components/replays/replay-item-filter";
import { ReplayItems } from "@/components/replays/replay-items";
import { ReplayOutcome } from "@/components/replays/replay-outcome";
import { ReplayProgress } from "@/components/replays/replay-progress";
import { ReplayStatus } from "@/components/replays/replay-status";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { AppError } from "@/lib/domain/errors";
import { shortenId } from "@/lib/format";
import { routes } from "@/lib/routes";
import { getReplay } from "@/lib/services/replays/get";
import { listReplayItems, ListReplayItemsInput } from "@/lib/services/replays/list-items";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";
import { moveReplayAction, planReplayAction } from "../actions";

interface Props { params: Promise<{ replayId: string }>; searchParams: SearchParams }

const findReplay = cache(async (replayId: string) => {
  const ctx = await requireCtx("event.read");
  return getReplay({ ctx, input: { replayId } }).catch((error: unknown) => {
    if (error instanceof AppError || (error instanceof Error && error.name === "ZodError")) notFound();
    throw error;
  });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("replays");
  const { id, status } = await findReplay((await params).replayId);
  return { title: `${t(`status.${status}`)} · ${shortenId(id)} · ${t("title")}` };
}

export default async function ReplayPage({ params, searchParams }: Props) {
  const ctx = await requireCtx("event.read");
  const t = await getTranslations("replays");
  const { replayId } = await params;
  const replay = await findReplay(replayId);
  const { state, cursor } = await readSearchParams(ListReplayItemsInput.omit({ replayId: true }), searchParams);
  const items = await listReplayItems({ ctx, input: { replayId, state, cursor } });
  const isPlan = replay.status === "planned" || replay.startedAt === null;
  const title = <span className="flex flex-wrap items-center gap-2.5">{replay.planned === 0 && isPlan ? t("plan.none") : t("deliveries", { count: replay.planned })}<ReplayStatus status={replay.status} /></span>;
  const isMoving = replay.status === "running" || replay.counts.queued > 0;
  return (
    <>
      <Link href={routes.replays.list()} className="mb-3 inline-block text-sm text-muted-foreground hover:underline">← {t("title")}</Link>
      <PageHeader title={title} description={<ReplayOutcome replay={replay} actions={{ plan: planReplayAction, move: moveReplayAction }} />} actions={<ReplayControls replay={replay} move={moveReplayAction} />} />
      <div className="space-y-6">
        {!isPlan && <Card><CardHeader title={t("progress.title")} /><CardContent><ReplayProgress replay={replay} /></CardContent></Card>}
        <Card><CardHeader title={t("plan.title")} description={replay.status === "planned" ? t("plan.expires") : undefined} /><CardContent><ReplayFacts replay={replay} /></CardContent></Card>
        {!isPlan && (
          <Card>
            <CardHeader title={t("items.title")} actions={<ReplayItemFilter replay={replay} state={state} />} />
            {items.data.length > 0 ? <ReplayItems items={items.data} /> : (
              <EmptyState
                icon={<ListFilter />} title={t(state ? "items.noMatch" : "items.emptyYet")} description={t(state ? "items.noMatchHint" : "items.emptyHint")}
                action={state && <Button asChild variant="outline"><Link href={routes.replays.detail(replayId)} scroll={false}>{t("items.showAll")}</Link></Button>}
              />
            )}
          </Card>
        )}
        {(items.next || cursor) && (
          <nav aria-label={t("items.title")} className="flex justify-end gap-2">
            {cursor && <Button asChild variant="outline" size="sm"><Link href={routes.replays.detail(replayId, { state })}>{t("items.first")}</Link></Button>}
            {items.next && <Button asChild variant="outline" size="sm"><Link href={routes.replays.detail(replayId, { state, cursor: items.next })}>{t("items.next")}</Link></Button>}
          </nav>
        )}
      </div>
      <RefreshWhile active={isMoving} />
    </>
  );
}
