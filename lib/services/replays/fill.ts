import type { Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import type { ReplayFilter } from "@/lib/domain/replay";
import { findRefused, readFilters } from "./filtered";
import type { CountChanges, ReplayProgress } from "./items";
import { pairsOf } from "./pairs";
import { NIL_UUID } from "@/lib/domain/ids";

/** So many wait for their turn before more are looked for. */
const PAGE = 500;

/** Looks at the next page of a replay's deliveries, oldest event first, and notes them as its items. The cursor moves with them. */
export async function fillReplay(tx: Tx, replay: Replay, activeIds: string[]): Promise<{ counts: CountChanges; update: ReplayProgress }> {
  if (replay.isScanned || activeIds.length === 0) return { counts: {}, update: {} };
  const [{ waiting }] = (await tx.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM (SELECT 1 FROM replay_items
      WHERE replay_id = ${replay.id}::uuid AND state = 'pending' AND subscription_id = ANY(${activeIds}::uuid[]) LIMIT ${PAGE}) AS found`) as [{ waiting: number }];
  if (waiting >= PAGE) return { counts: {}, update: {} };
  const after = replay.cursorEventId && replay.cursorSubscriptionId ? { eventId: replay.cursorEventId, subscriptionId: replay.cursorSubscriptionId } : null;
  const scope = {
    workspaceId: replay.workspaceId, filter: replay.filter as unknown as ReplayFilter, from: replay.fromAt, to: replay.toAt,
    subscriptionIds: replay.subscriptionIds, include: replay.include,
  };
  const [page] = await tx.$queryRaw<{ seen: number; made: number; event_id: string | null; subscription_id: string | null }[]>`
    WITH page AS MATERIALIZED (SELECT * FROM (${pairsOf(scope, after)}) AS pair ORDER BY event_id, subscription_id LIMIT ${PAGE}),
    made AS (
      INSERT INTO replay_items (replay_id, event_id, subscription_id, product_id, delivery_id, state)
      SELECT ${replay.id}::uuid, event_id, subscription_id, coalesce(product_id, ${NIL_UUID}::uuid), delivery_id, 'pending' FROM page
      ON CONFLICT DO NOTHING RETURNING 1
    ), last AS (SELECT event_id, subscription_id FROM page ORDER BY event_id DESC, subscription_id DESC LIMIT 1)
    SELECT (SELECT count(*)::int FROM page) AS seen, (SELECT count(*)::int FROM made) AS made,
      (SELECT event_id::text FROM last) AS event_id, (SELECT subscription_id::text FROM last) AS subscription_id`;
  const { seen, made, event_id, subscription_id } = page!;
  const refused = await dropRefused(tx, replay, after?.eventId);
  const cursor = event_id ? { cursorEventId: event_id, cursorSubscriptionId: subscription_id } : {};
  return { counts: made > refused ? { pending: made - refused } : {}, update: { ...cursor, isScanned: seen < PAGE } };
}

/** What a subscription's filter keeps out, of the page just noted, is none of the replay's. */
async function dropRefused(tx: Tx, replay: Replay, fromEventId: string | undefined): Promise<number> {
  if (!replay.include.includes("never")) return 0;
  const filters = await readFilters(tx, replay.workspaceId, replay.subscriptionIds);
  if (filters.size === 0) return 0;
  const fresh = await tx.replayItem.findMany({
    where: { replayId: replay.id, state: "pending", deliveryId: null, subscriptionId: { in: [...filters.keys()] }, ...(fromEventId ? { eventId: { gte: fromEventId } } : {}) },
    select: { eventId: true, subscriptionId: true },
  });
  const refused = await findRefused(tx, replay.workspaceId, filters, fresh);
  if (refused.length === 0) return 0;
  const { count } = await tx.replayItem.deleteMany({ where: { replayId: replay.id, state: "pending", OR: refused } });
  return count;
}
