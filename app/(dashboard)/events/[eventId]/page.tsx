import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { CopyButton } from "@/components/copy-button";
import { EmptyState } from "@/components/empty-state";
import { EventFacts } from "@/components/events/event-facts";
import { EventSummaryLine } from "@/components/events/event-summary-line";
import { VerdictCard } from "@/components/events/verdict-card";
import { JsonView } from "@/components/json-view";
import { PageHeader } from "@/components/page-header";
import { RefreshWhile } from "@/components/refresh-while";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { AppError } from "@/lib/domain/errors";
import { readId, uuidTime } from "@/lib/domain/ids";
import { historyStart, keptUntil } from "@/lib/domain/retention";
import { formatDay } from "@/lib/format";
import { routes } from "@/lib/routes";
import { getEvent } from "@/lib/services/events/get";
import { requireCtx } from "@/lib/web/session";
import { resendAction } from "../actions";

type Props = { params: Promise<{ eventId: string }> };
// A retry that is this near is worth waiting for on the page.
const NEAR_MS = 20_000;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { eventId } = await params;
  return { title: `${eventId} - ${(await getTranslations("events"))("title")}` };
}

export default async function EventPage({ params }: Props) {
  const ctx = await requireCtx("event.read");
  const t = await getTranslations("events");
  const { eventId } = await params;
  const uuid = readId("event", eventId);
  if (!uuid) notFound();
  const at = uuidTime(uuid);
  if (at < historyStart(ctx.now())) {
    const back = <Button asChild variant="outline"><Link href={routes.events.list()}>{t("gone.back")}</Link></Button>;
    return <EmptyState icon={<History />} title={t("gone.title")} description={t("gone.description", { received: formatDay(at), until: formatDay(keptUntil(at)) })} action={back} />;
  }
  const event = await getEvent({ ctx, input: { eventId } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const deliveries = event.verdicts.flatMap((verdict) => verdict.deliveries);
  const isMoving = deliveries.some((delivery) => delivery.state === "sending" || delivery.state === "waiting"
    || (delivery.nextAttemptAt !== null && delivery.state === "retrying" && delivery.nextAttemptAt.getTime() - ctx.now().getTime() < NEAR_MS));
  const sent = deliveries.flatMap((delivery) => delivery.attempts)[0];
  const title = <span className="flex flex-wrap items-center gap-2">{event.eventType}{event.isTest && <Badge tone="info">{t("test")}</Badge>}</span>;
  const actions = (
    <>
      <CopyButton value={event.id} label={t("copyId")} showLabel />
      <CopyButton value={event.body} label={t("copyBody")} showLabel />
      {sent && <CopyButton value={curlOf(sent.request)} label={t("copyCurl")} showLabel />}
    </>
  );
  return (
    <>
      <Link href={routes.events.list()} className="mb-3 inline-block text-sm text-muted-foreground hover:underline">← {t("back")}</Link>
      <PageHeader title={title} description={<div aria-live="polite"><EventSummaryLine summary={event.summary} /></div>} actions={actions} />
      <div className="space-y-6">
        <EventFacts event={event} />
        <section className="space-y-3">
          <h2 className="text-sm font-semibold">{t("subscriptions")}</h2>
          {event.verdicts.length === 0 && <p className="text-sm text-muted-foreground">{t("noSubscriptions")}</p>}
          {event.verdicts.map((verdict) => <VerdictCard key={verdict.subscription.id} row={verdict} resend={resendAction} />)}
        </section>
        <section className="space-y-3">
          <h2 className="text-sm font-semibold">{t("payload")}</h2>
          <JsonView text={event.body} label={t("payload")} />
        </section>
      </div>
      <RefreshWhile active={isMoving} />
    </>
  );
}

function curlOf(request: { url: string; headers: [string, string][]; body: string }): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const headers = request.headers.filter(([name]) => !/^(host|content-length|connection)$/i.test(name)).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  return ["curl -X POST", quote(request.url), ...headers, `--data-binary ${quote(request.body)}`].join(" \\\n  ");
}
