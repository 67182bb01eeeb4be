import type { Db } from "@/lib/db/client";
import { buildEnvelope } from "@/lib/domain/envelope";
import { showId } from "@/lib/domain/ids";
import { NOTICE_EVENT_TYPE, type NoticeDetail, type NoticeKind } from "@/lib/domain/notice";
import type { Ctx } from "@/lib/services/context";
import { storeEvents } from "@/lib/services/events/store-events";

const BATCH = 200;

/**
 * Sends the notices that wait as events of Aviso's own. Each becomes one event, whoever else does the same meanwhile and
 * wherever it breaks off: the notice's id is the event's idempotency key.
 * @returns how many were sent
 */
export async function sendNoticeEvents(house: Pick<Ctx, "db" | "secretKey" | "origin" | "now">): Promise<number> {
  const notices = await house.db.notice.findMany({ where: { eventState: "waiting" }, orderBy: { id: "asc" }, take: BATCH });
  for (const [workspaceId, some] of Map.groupBy(notices, (notice) => notice.workspaceId)) {
    const events = some.map((notice) => {
      const eventType = NOTICE_EVENT_TYPE[notice.kind as NoticeKind];
      const externalId = showId("notice", notice.id);
      const data = dataOf(notice.kind as NoticeKind, notice, notice.detail as NoticeDetail);
      return {
        eventType, productId: null, externalId, occurredAt: notice.createdAt, receivedAt: house.now(), isTest: false, source: "api" as const,
        body: buildEnvelope({ externalId, occurredAt: notice.createdAt, eventType, data: JSON.stringify(data) }), idempotencyKeys: [`id:${externalId}`],
      };
    });
    await storeEvents({ ctx: { ...house, workspaceId, actor: { kind: "system", name: "Aviso" } }, events });
    await markSent(house.db, some.map((notice) => notice.id));
  }
  return notices.length;
}

async function markSent(db: Db, ids: string[]): Promise<void> {
  await db.notice.updateMany({ where: { id: { in: ids } }, data: { eventState: "sent" } });
}

function dataOf(kind: NoticeKind, notice: { subscriptionId: string; subscriptionName: string }, detail: NoticeDetail) {
  return {
    subscription: { id: showId("subscription", notice.subscriptionId), name: notice.subscriptionName },
    ...(detail.downSince ? { down_since: detail.downSince } : {}),
    ...(detail.disableAt ? { disable_at: detail.disableAt } : {}),
    ...(detail.reason ? { reason: detail.reason } : {}),
    ...(detail.deliveryId ? { delivery: { id: detail.deliveryId, event_id: detail.eventId, attempts: detail.attempts } } : {}),
    ...(kind === "subscription_recovered" ? {} : { last_failure: { kind: detail.failureKind ?? null, response_status: detail.responseStatus ?? null } }),
  };
}
