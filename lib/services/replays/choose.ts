import { Prisma, type Tx } from "@/lib/db/client";
import type { Replay, ReplayItem } from "@/lib/db/generated/client";

/** At most so many seconds' worth may be on their way to one subscription, so that a slow one is not buried, and a cancel finds little. */
const AHEAD_SEC = 2;
const AHEAD_MIN = 5;

/** The subscriptions of a replay that send; of those, the ones whose endpoint is down. */
export interface Reachable {
  activeIds: string[];
  downIds: string[];
}

type Choice = Pick<ReplayItem, "eventId" | "subscriptionId" | "productId" | "deliveryId" | "statusBefore">;

/**
 * The items whose turn it is, oldest event first. With order kept, of each product and subscription only one,
 * and only when none of that product is on its way there. An endpoint that is down gets one, for its probe.
 */
export async function chooseItems(tx: Tx, replay: Replay, { activeIds, downIds }: Reachable, limit: number): Promise<Choice[]> {
  if (limit <= 0 || activeIds.length === 0) return [];
  const ahead = Math.max(AHEAD_MIN, replay.ratePerSec * AHEAD_SEC);
  const pending = Prisma.sql`i.replay_id = ${replay.id}::uuid AND i.state = 'pending'`;
  const rows = await tx.$queryRaw<(Choice & { place: number })[]>`
    WITH flying AS (
      SELECT subscription_id, product_id, count(*)::int AS n FROM replay_items WHERE replay_id = ${replay.id}::uuid AND state = 'queued' GROUP BY 1, 2
    ), open AS (
      SELECT s.id, CASE WHEN s.id = ANY(${downIds}::uuid[]) THEN 1 ELSE ${ahead}::int END - coalesce((SELECT sum(n) FROM flying f WHERE f.subscription_id = s.id), 0) AS room FROM unnest(${activeIds}::uuid[]) AS s(id)
    ), ready AS (
      ${replay.keepOrder
        ? Prisma.sql`SELECT DISTINCT ON (i.subscription_id, i.product_id) i.* FROM replay_items i
            WHERE ${pending} AND NOT EXISTS (SELECT 1 FROM flying f WHERE f.subscription_id = i.subscription_id AND f.product_id = i.product_id)
            ORDER BY i.subscription_id, i.product_id, i.event_id`
        : Prisma.sql`SELECT i.* FROM replay_items i WHERE ${pending}`}
    ), next AS (
      SELECT o.id AS subscription_id, r.* FROM open o CROSS JOIN LATERAL (
        SELECT r.event_id, r.product_id, r.delivery_id, r.status_before FROM ready r WHERE r.subscription_id = o.id ORDER BY r.event_id LIMIT greatest(o.room, 0)) AS r
    )
    SELECT event_id::text AS "eventId", subscription_id::text AS "subscriptionId", product_id::text AS "productId", delivery_id::text AS "deliveryId", status_before AS "statusBefore"
    FROM next ORDER BY event_id, subscription_id LIMIT ${limit}`;
  return rows;
}
