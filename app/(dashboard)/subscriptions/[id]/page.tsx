import { Activity } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { EventTable } from "@/components/events/event-table";
import { Name } from "@/components/name";
import { PageHeader } from "@/components/page-header";
import { RefreshOnChange } from "@/components/refresh-on-change";
import { RefreshWhile } from "@/components/refresh-while";
import { StatusBadge } from "@/components/status-badge";
import { BackfillHint } from "@/components/subscriptions/backfill-hint";
import { ChangeList } from "@/components/subscriptions/change-list";
import { HeldNotice } from "@/components/subscriptions/held-notice";
import { Health } from "@/components/subscriptions/health";
import { SettingsSummary } from "@/components/subscriptions/settings-summary";
import { StatusLine } from "@/components/subscriptions/status-line";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { isolated } from "@/lib/domain/name-text";
import { roleMay } from "@/lib/domain/permissions";
import { AppError } from "@/lib/domain/errors";
import { routes } from "@/lib/routes";
import { listEvents } from "@/lib/services/events/list";
import { BACK_TEST_BUDGET, backTest } from "@/lib/services/subscriptions/back-test";
import { CHANGES_SHOWN, listSubscriptionChanges } from "@/lib/services/subscriptions/list-changes";
import { readSubscriptionHealth } from "@/lib/services/subscriptions/read-health";
import { requireCtx } from "@/lib/web/session";
import { releaseWaitingAction, skipWaitingAction } from "../../_overview/attention-actions";
import { findSubscription } from "../find-subscription";
import { SubscriptionActions } from "../subscription-actions";
import { SecretCard } from "./secret-card";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const LATEST = 10;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const subscription = await findSubscription(await requireCtx("subscription.read"), (await params).id);
  const status = await getTranslations("common.status.subscription");
  return { title: `${isolated(subscription.name)} · ${status(subscription.down ? "down" : subscription.status)} · ${(await getTranslations("subscriptions"))("title")}` };
}

/** A hint may be missing where too many filters are being tried. */
function busyIsNone(error: unknown): null {
  if (error instanceof AppError && error.code === "limit_exceeded") return null;
  throw error;
}

export default async function SubscriptionPage({ params, searchParams }: Props) {
  const ctx = await requireCtx("subscription.read");
  const t = await getTranslations("subscriptions");
  const subscription = await findSubscription(ctx, (await params).id);
  const { id, name } = subscription;
  const { created, changed } = await searchParams;
  const isNew = created !== undefined;
  const [health, page, changes, earlier] = await Promise.all([
    readSubscriptionHealth({ ctx, input: { id } }),
    listEvents({ ctx, input: { subscriptionId: id, limit: LATEST } }),
    listSubscriptionChanges({ ctx, input: { id } }),
    isNew ? backTest({ ctx, input: { ...subscription, productIds: subscription.products.map((product) => product.id) }, budget: { ...BACK_TEST_BUDGET, ms: 300 } }).catch(busyIsNone) : null,
  ]);
  // Of each event only what concerns this subscription.
  const events = page.data.map((event) => {
    const deliveries = event.deliveries.filter((delivery) => delivery.subscription.id === id);
    return { ...event, deliveries, lead: deliveries[0] ?? null, state: deliveries[0]?.state ?? null };
  });
  const isHeld = subscription.status !== "active" || subscription.down !== null;
  const hasNotice = isHeld && (health.waiting > 0 || subscription.down !== null);
  const test = <Button asChild><Link href={routes.test({ subscription: id })}>{t("test")}</Link></Button>;
  const actions = (
    <>
      <IfMay permission="event.test">{test}</IfMay>
      <IfMay permission="event.resend"><Button asChild variant="outline"><Link href={routes.replays.new({ subscription: id })}>{t("recover")}</Link></Button></IfMay>
      {health.waiting > 0 && !(isHeld && roleMay(ctx.role, "subscription.write")) && <Button asChild variant="outline"><Link href={routes.subscriptions.waiting(id)}>{t("seeWaiting")}</Link></Button>}
      <IfMay permission="subscription.write"><SubscriptionActions subscription={{ id, name, status: subscription.status, waiting: health.waiting }} /></IfMay>
    </>
  );
  const isMoving = events.some((event) => event.state === "sending" || event.state === "waiting");
  return (
    <>
      <Link href={routes.subscriptions.list()} className="mb-2 inline-block text-[13px] text-muted-foreground hover:text-foreground">← {t("back")}</Link>
      <PageHeader
        title={<span className="flex flex-wrap items-center gap-2"><Name text={name} className="min-w-0" /><StatusBadge kind="subscription" status={subscription.down ? "down" : subscription.status} /></span>}
        description={<div aria-live="polite"><StatusLine subscription={subscription} waiting={hasNotice ? null : health.waiting} /></div>}
        actions={actions}
      />
      <div className="space-y-6">
        {earlier !== null && earlier.matched > 0 && <IfMay permission="event.resend"><BackfillHint subscriptionId={id} made={{ count: earlier.matched, isComplete: earlier.next === null }} /></IfMay>}
        {changed !== undefined && <IfMay permission="event.resend"><BackfillHint subscriptionId={id} made={null} /></IfMay>}
        {hasNotice && <ClientMessages areas={["overview"]}><HeldNotice subscription={subscription} waiting={health.waiting} actions={{ release: releaseWaitingAction, skip: skipWaitingAction }} /></ClientMessages>}
        <Health health={health} />
        <Card>
          <CardHeader title={t("latest.title")} actions={<Button asChild variant="outline" size="sm"><Link href={routes.events.list({ subscriptionId: id })}>{t("latest.all")}</Link></Button>} />
          {events.length > 0 ? <EventTable events={events} />
            : <EmptyState icon={<Activity />} title={t("latest.empty")} description={t("latest.emptyHint")} action={<IfMay permission="event.test">{test}</IfMay>} />}
        </Card>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <SettingsSummary subscription={subscription} action={<IfMay permission="subscription.write"><Button asChild variant="outline" size="sm"><Link href={routes.subscriptions.edit(id)}>{t("settings.edit")}</Link></Button></IfMay>} />
          {roleMay(ctx.role, "secret.read") && <SecretCard id={id} mayRotate={roleMay(ctx.role, "subscription.write")} />}
        </div>
        <ChangeList changes={changes} older={changes.length === CHANGES_SHOWN && roleMay(ctx.role, "audit.read") ? routes.settings.auditLog({ targetId: id }) : null} />
      </div>
      <RefreshWhile active={isMoving} />
      <RefreshOnChange active={!isMoving} />
    </>
  );
}
