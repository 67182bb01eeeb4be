import { Activity } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { EventTable } from "@/components/events/event-table";
import { AttentionList } from "@/components/overview/attention-list";
import { NoticeList } from "@/components/notices/notice-list";
import { LastDayNumbers } from "@/components/overview/last-day-numbers";
import { PageHeader } from "@/components/page-header";
import { RefreshOnChange } from "@/components/refresh-on-change";
import { RefreshWhile } from "@/components/refresh-while";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { roleMay } from "@/lib/domain/permissions";
import { routes } from "@/lib/routes";
import { ATTENTION_DAYS, listAttention } from "@/lib/services/attention/list";
import { listEvents } from "@/lib/services/events/list";
import { listNotices } from "@/lib/services/notices/list";
import { summariseLastDay } from "@/lib/services/overview/last-day";
import { readFirstSteps } from "@/lib/services/overview/read-steps";
import { readWorkerBeat } from "@/lib/services/overview/read-worker-beat";
import { requireCtx } from "@/lib/web/session";
import { acknowledgeAction, releaseWaitingAction, skipWaitingAction } from "./_overview/attention-actions";
import { Guide } from "./_overview/guide";
import { MarkNoticesSeen } from "./_overview/mark-notices-seen";
import { moveReplayAction, planReplayAction } from "./replays/actions";
import { setStatusAction } from "./subscriptions/actions";

const ATTENTION_ACTIONS = {
  acknowledge: acknowledgeAction, release: releaseWaitingAction, skip: skipWaitingAction, setStatus: setStatusAction,
  replay: { plan: planReplayAction, move: moveReplayAction },
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage() {
  const ctx = await requireCtx("event.read");
  const t = await getTranslations("overview");
  const [steps, beat, day, attention, notices, page] = await Promise.all([
    readFirstSteps({ ctx }), readWorkerBeat({ ctx }), summariseLastDay({ ctx }), listAttention({ ctx }), listNotices({ ctx }), listEvents({ ctx, input: { limit: 8 } }),
  ]);
  const isGuideDone = steps.hasAddress && steps.hasSubscription && steps.hasDelivered;
  const isMoving = !beat.isAlive || (!isGuideDone && steps.lastTest?.status === "waiting") || page.data.some((event) => event.state === "sending" || event.state === "waiting");
  return (
    <ClientMessages areas={["events", "notices", "overview", "replays"]}>
      <PageHeader title={t("title")} description={t("description")} actions={steps.hasSubscription && <IfMay permission="event.test"><Button asChild variant={isGuideDone ? "default" : "outline"}><Link href={routes.test()}>{t("sendTest")}</Link></Button></IfMay>} />
      <div className="space-y-6">
        {!beat.isAlive && (
          <Alert tone="warning" title={t("worker.title")}>
            {t("worker.description")} {beat.lastBeatAt && <>{t("worker.last")} <Timestamp at={beat.lastBeatAt} /></>}
          </Alert>
        )}
        {!isGuideDone && <IfMay permission="subscription.write"><Guide steps={steps} /></IfMay>}
        {page.data.length > 0 && <LastDayNumbers day={day} />}
        {steps.hasSubscription && <AttentionList items={attention} days={ATTENTION_DAYS} actions={ATTENTION_ACTIONS} />}
        {notices.notices.length > 0 && (
          <NoticeList notices={notices.notices} actions={notices.unseen > 0 && <IfMay permission="notice.write"><MarkNoticesSeen /></IfMay>} />
        )}
        {page.data.length === 0 && (isGuideDone || !roleMay(ctx.role, "subscription.write")) && (
          <Card><EmptyState icon={<Activity />} title={t("none.title")} description={t("none.description")} action={steps.hasSubscription && <IfMay permission="event.test"><Button asChild variant="outline"><Link href={routes.test()}>{t("sendTest")}</Link></Button></IfMay>} /></Card>
        )}
        {page.data.length > 0 && (
          <Card>
            <CardHeader title={t("recent")} actions={<Button asChild variant="outline" size="sm"><Link href={routes.events.list()}>{t("all")}</Link></Button>} />
            <EventTable events={page.data} />
          </Card>
        )}
      </div>
      <RefreshWhile active={isMoving} />
      <RefreshOnChange active={!isMoving} />
    </ClientMessages>
  );
}
