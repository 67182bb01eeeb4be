import { showId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { readTroubles, readWaiting } from "./read-troubles";

export interface AttentionItem {
  subscription: { id: string; name: string; status: string };
  /** Names it beside the subscription, for the acknowledgement. */
  cause: string;
  /** failing: deliveries that were not repaired, by one cause. Otherwise why nothing is sent. */
  reason: "failing" | "down" | "paused" | "disabled";
  failureKind: string | null;
  responseStatus: number | null;
  /** When the first event came that failed so, or since when it is down or off. */
  since: Date;
  by: string | null;
  /** disabled: why Aviso did it; null where a person did. */
  why: "receiver_gone" | "receiver_asked" | "down_too_long" | null;
  /** failing: given up, of this cause. */
  failed: number;
  /** failing: tried and to be tried again. Otherwise: all that is held. */
  waiting: number;
  last: { eventId: string; at: Date } | null;
  acknowledged: { at: Date; by: string } | null;
}

/** How far back failures are looked for; older ones are in the list of events. */
export const ATTENTION_DAYS = 7;
const DAY_MS = 86_400_000;
const ORDER = ["down", "failing", "disabled", "paused"] as const;

/** What a person should look at, by subscription and cause, worst first. What was repaired is no longer there. */
export async function listAttention({ ctx }: { ctx: Ctx }): Promise<AttentionItem[]> {
  const { db, workspaceId } = ctx;
  const from = uuidFloor(new Date(ctx.now().getTime() - ATTENTION_DAYS * DAY_MS));
  const [subscriptions, troubles, waiting, acks] = await Promise.all([
    db.subscription.findMany({
      where: { workspaceId, deletedAt: null },
      select: { id: true, name: true, status: true, statusChangedAt: true, statusChangedBy: true, statusReason: true, endpointState: { select: { downSince: true, lastFailureKind: true, lastResponseStatus: true } } },
    }),
    readTroubles(ctx, from),
    readWaiting(ctx),
    db.attentionAck.findMany({ where: { workspaceId } }),
  ]);
  const items = subscriptions.flatMap((subscription): AttentionItem[] => {
    const base = { subscription: { id: showId("subscription", subscription.id), name: subscription.name, status: subscription.status } };
    const finish = (item: Omit<AttentionItem, "subscription" | "acknowledged">): AttentionItem => {
      const ack = acks.find((one) => one.subscriptionId === subscription.id && one.cause === item.cause);
      // An acknowledgement from before the trouble began was for an earlier one.
      return { ...base, ...item, acknowledged: ack && ack.acknowledgedAt >= item.since ? { at: ack.acknowledgedAt, by: ack.acknowledgedBy } : null };
    };
    const none = { failureKind: null, responseStatus: null, by: null, why: null, failed: 0, last: null };
    const held = waiting.get(subscription.id) ?? 0;
    const { endpointState: state } = subscription;
    const own: AttentionItem[] = [];
    if (subscription.status !== "active") {
      own.push(finish({ ...none, cause: subscription.status, reason: subscription.status as "paused" | "disabled", since: subscription.statusChangedAt, by: subscription.statusChangedBy, why: whyOf(subscription), waiting: held }));
    } else if (state?.downSince) {
      own.push(finish({ ...none, cause: "down", reason: "down", failureKind: state.lastFailureKind, responseStatus: state.lastResponseStatus, since: state.downSince, waiting: held }));
    }
    const failing = troubles.filter((trouble) => trouble.subscription_id === subscription.id).map((trouble) => finish({
      cause: [trouble.last_failure_kind, trouble.last_response_status].filter((part) => part !== null).join(" "),
      reason: "failing",
      failureKind: trouble.last_failure_kind,
      responseStatus: trouble.last_response_status,
      since: uuidTime(trouble.first_event),
      by: null,
      why: null,
      failed: trouble.failed,
      // While nothing is sent there, what waits is counted with that.
      waiting: own.length > 0 ? 0 : trouble.waiting,
      last: { eventId: showId("event", trouble.last_event), at: trouble.last_at ?? uuidTime(trouble.last_event) },
    })).filter((item) => item.failed + item.waiting > 0);
    return [...own, ...failing];
  });
  return items.toSorted((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason) || (b.last?.at ?? b.since).getTime() - (a.last?.at ?? a.since).getTime());
}

function whyOf({ status, statusReason }: { status: string; statusReason: string | null }): AttentionItem["why"] {
  return status === "disabled" && statusReason !== "person" ? (statusReason as AttentionItem["why"]) : null;
}
