import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { RefreshOnChange } from "@/components/refresh-on-change";
import { RefreshRun } from "@/components/test/refresh-run";
import { RunBadge } from "@/components/test/run-badge";
import { RunFacts } from "@/components/test/run-facts";
import { RunStepView } from "@/components/test/run-step";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { AppError } from "@/lib/domain/errors";
import { readId } from "@/lib/domain/ids";
import { routes } from "@/lib/routes";
import { getRun, type RunDetail } from "@/lib/services/scenarios/get-run";
import { listRunOptions } from "@/lib/services/scenarios/list-run-options";
import { requireCtx, type SessionCtx } from "@/lib/web/session";
import { RunActions } from "./run-actions";

type Props = { params: Promise<{ runId: string }> };
// A retry that is this near is worth waiting for on the page.
const NEAR_MS = 10 * 60_000;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("scenarios");
  const run = await findRun(await requireCtx("event.test"), (await params).runId);
  return { title: `${t(`names.${run.settings.scenario}`)} · ${t(`status.${run.status}`)} · ${t("title")}` };
}

export default async function RunPage({ params }: Props) {
  const ctx = await requireCtx("event.test");
  const t = await getTranslations("scenarios");
  const run = await findRun(ctx, (await params).runId);
  const { subscriptions } = await listRunOptions({ ctx });
  const sent = run.steps.filter(({ status }) => status === "sent").length;
  const ended = run.status === "finished" ? t("detail.allSent") : run.endedBy === "Aviso" ? t("detail.noneLeft") : run.endedBy ? t("detail.cancelledBy", { name: run.endedBy }) : null;
  const events = await getTranslations("events");
  return (
    <>
      <Link href={routes.scenarios.list()} className="mb-3 inline-block text-sm text-muted-foreground hover:underline">← {t("detail.back")}</Link>
      <PageHeader
        title={<span className="flex flex-wrap items-center gap-2">{t(`names.${run.settings.scenario}`)}<RunBadge status={run.status} /><Badge tone="info">{events("test")}</Badge></span>}
        description={<p aria-live="polite">{t("detail.progress", { sent, total: run.steps.length })}{ended && `. ${ended}`}</p>}
        actions={<RunActions id={run.id} isRunning={run.status === "running"} settings={run.settings} />}
      />
      <div className="space-y-4">
        <RunFacts run={run} names={run.settings.subscriptionIds.map((id) => subscriptions.find((one) => one.id === id)?.name ?? t("detail.deleted"))} />
        <Card>
          <CardHeader title={t("detail.steps")} />
          <CardContent><ol>{run.steps.map((step) => <RunStepView key={step.number} step={step} />)}</ol></CardContent>
        </Card>
      </div>
      <RefreshRun {...whatComes(run, ctx.now())} />
      <RefreshOnChange active={run.steps.some(({ deliveries }) => deliveries.some(({ state }) => state === "held" || state === "retrying"))} />
    </>
  );
}

/** Whether something is on its way, and else when the next thing is due. */
function whatComes(run: RunDetail, now: Date): { isMoving: boolean; nextAt: Date | null } {
  const deliveries = run.steps.flatMap((step) => step.deliveries);
  const isMoving = deliveries.some(({ state }) => state === "sending" || state === "waiting");
  const retries = deliveries.flatMap(({ state, nextAttemptAt }) => (state === "retrying" && nextAttemptAt && nextAttemptAt.getTime() - now.getTime() < NEAR_MS ? nextAttemptAt : []));
  const due = run.status === "running" ? run.steps.flatMap((step) => (step.status === "waiting" ? step.dueAt : [])) : [];
  const times = [...retries, ...due].map((at) => at.getTime());
  return { isMoving, nextAt: times.length > 0 ? new Date(Math.min(...times)) : null };
}

async function findRun(ctx: SessionCtx, runId: string): Promise<RunDetail> {
  if (!readId("scenarioRun", runId)) notFound();
  return getRun({ ctx, input: { runId } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
}
