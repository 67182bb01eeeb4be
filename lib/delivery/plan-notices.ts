import { disableAt } from "@/lib/domain/breaker";
import { newUuid, showId } from "@/lib/domain/ids";
import { isOwnEventType, NOTICE_EVENT_TYPE, type NoticeDetail, type NoticeKind } from "@/lib/domain/notice";
import type { Attempted } from "./attempt";
import type { EndpointNews } from "./endpoints";

export type DisableReason = "receiver_gone" | "receiver_asked" | "down_too_long";

export interface Disabled {
  subscriptionId: string;
  reason: DisableReason;
}

interface NoticeRow {
  id: string;
  kind: NoticeKind;
  subscription_id: string;
  detail: NoticeDetail;
  /** Of two rows of a workspace with the same key only the first is kept. */
  key: string;
  event_type: string;
  /** Neither shown nor mailed: it is sent as an event only, and only where somebody wants it. */
  event_only: boolean;
}

/** The notices that these results bring, for `WRITE_NOTICES`. */
export function planNotices(attempts: Attempted[], news: EndpointNews[], disabled: Disabled[], at: Date): NoticeRow[] {
  const rows: NoticeRow[] = [];
  const add = (kind: NoticeKind, subscriptionId: string, key: string, detail: NoticeDetail, isEventOnly = false) =>
    void rows.push({ id: newUuid(at), kind, subscription_id: subscriptionId, detail, key: `${kind}${isEventOnly ? " event" : ""} ${key}`, event_type: NOTICE_EVENT_TYPE[kind], event_only: isEventOnly });
  for (const one of news) {
    const { failureKind, responseStatus } = one.attempt.result;
    const since = one.change === "down" ? at : one.downSince;
    const detail = { downSince: since.toISOString(), ...(one.change === "recovered" ? {} : { failureKind, responseStatus }) };
    const key = `${one.subscriptionId} ${since.toISOString()}`;
    if (one.change === "down") add("subscription_down", one.subscriptionId, key, detail);
    if (one.change === "recovered") add("subscription_recovered", one.subscriptionId, key, detail);
    if (one.change === "disable_announced") {
      add("subscription_disable_announced", one.subscriptionId, key, { ...detail, disableAt: disableAt(since, at).toISOString() });
    }
  }
  for (const { subscriptionId, reason } of disabled) {
    const last = attempts.findLast(({ job, result }) => job.claim.subscriptionId === subscriptionId && result.failureKind !== null)?.result;
    add("subscription_disabled", subscriptionId, `${subscriptionId} ${at.toISOString()}`, { reason, failureKind: last?.failureKind ?? null, responseStatus: last?.responseStatus ?? null });
  }
  for (const { job, result, decision } of attempts) {
    // Giving up a notice is not worth a notice, which might be given up as well; a receiver that disables has its own.
    if (decision.next !== "failed" || decision.disable || job.hasDelivered || job.isTest || isOwnEventType(job.eventType)) continue;
    const { subscriptionId, deliveryId, eventId, trigger, resumeDueAt } = job.claim;
    // It was given up before, and whoever sent it again looks at what comes of it.
    if (trigger === "resend" && !resumeDueAt) continue;
    const detail = {
      deliveryId: showId("delivery", deliveryId), eventId: showId("event", eventId), attempts: job.attemptCount + 1,
      failureKind: result.failureKind, responseStatus: result.responseStatus,
    };
    // A person is told once a day and subscription; whoever wants the event gets one for each.
    add("delivery_exhausted", subscriptionId, `${subscriptionId} ${at.toISOString().slice(0, 10)}`, detail);
    add("delivery_exhausted", subscriptionId, `${deliveryId} ${job.attemptCount + 1}`, detail, true);
  }
  return rows;
}

/** Writes the rows of $1 (JSON), as of $2. What nobody has selected as an event is not kept for sending. */
export const WRITE_NOTICES = `
  INSERT INTO notices (id, workspace_id, kind, subscription_id, subscription_name, detail, key, created_at, event_only, mail_state, event_state)
  SELECT x.id, s.workspace_id, x.kind, s.id, s.name, x.detail, x.key, $2::timestamptz, x.event_only,
    CASE WHEN x.event_only THEN 'none' ELSE 'waiting' END,
    CASE WHEN wanted.by_somebody AND (x.event_only OR x.kind <> 'delivery_exhausted') THEN 'waiting' ELSE 'none' END
  FROM json_to_recordset($1::json) AS x(id uuid, kind text, subscription_id uuid, detail json, key text, event_only boolean, event_type text)
  JOIN subscriptions s ON s.id = x.subscription_id
  CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT 1 FROM subscriptions l WHERE l.workspace_id = s.workspace_id AND l.deleted_at IS NULL AND x.event_type = ANY(l.event_types)) AS by_somebody) AS wanted
  WHERE wanted.by_somebody OR NOT x.event_only
  ON CONFLICT (workspace_id, key) DO NOTHING`;
