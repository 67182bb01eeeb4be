import { uuidFloor } from "@/lib/domain/ids";
import { countSending } from "@/lib/queue/count-sending";
import type { Call } from "@/lib/services/context";
import { GetSubscriptionInput } from "./get";
import { readLastDays, type LastDayOfSubscription } from "./last-day";
import { findOwnedSubscription } from "./read";

export interface SubscriptionHealth {
  lastDay: LastDayOfSubscription;
  /** Delivered among what came to an end in the last 24 hours, from 0 to 1; null when nothing did. */
  successRate: number | null;
  /** All that waits or is held, however old. */
  waiting: number;
  sending: number;
  /** How long answers took, in milliseconds, over the newest answered attempts of the last 24 hours; null when there is none. */
  answers: { count: number; p50Ms: number; p95Ms: number; p99Ms: number } | null;
}

const DAY_MS = 86_400_000;
/** More would say no more, and cost. */
const MAX_DELIVERIES = 1_000;

/** How a subscription goes. */
export async function readSubscriptionHealth({ ctx, input }: Call<GetSubscriptionInput>): Promise<SubscriptionHealth> {
  const { id } = GetSubscriptionInput.parse(input);
  await findOwnedSubscription(ctx, id);
  const since = uuidFloor(ctx.now().getTime() - DAY_MS);
  const [days, sending, [times]] = await Promise.all([
    readLastDays(ctx, [id]),
    countSending(ctx.db, id),
    // Each look-up goes to one partition, by the event's id.
    ctx.db.$queryRaw<{ count: number; p50: number; p95: number; p99: number }[]>`
      SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY a.duration_ms) AS p50,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY a.duration_ms) AS p95, percentile_cont(0.99) WITHIN GROUP (ORDER BY a.duration_ms) AS p99
      FROM (SELECT event_id, id FROM deliveries WHERE workspace_id = ${ctx.workspaceId}::uuid AND subscription_id = ${id}::uuid AND event_id >= ${since}::uuid
        ORDER BY event_id DESC LIMIT ${MAX_DELIVERIES}) AS d
      CROSS JOIN LATERAL (SELECT duration_ms FROM attempts WHERE event_id = d.event_id AND delivery_id = d.id AND response_status IS NOT NULL OFFSET 0) AS a`,
  ]);
  const { waiting, ...lastDay } = days(id);
  const ended = lastDay.delivered + lastDay.failed;
  return {
    lastDay,
    successRate: ended === 0 ? null : lastDay.delivered / ended,
    waiting,
    sending,
    answers: times && times.count > 0 ? { count: times.count, p50Ms: times.p50, p95Ms: times.p95, p99Ms: times.p99 } : null,
  };
}
