import type { Tx } from "@/lib/db/client";
import { evaluateFilter, readForFilter, type PayloadFilter } from "@/lib/domain/payload-filter";
import type { ItemKey } from "./items";
import { pairsOf, type ReplayScope } from "./pairs";

const BATCH = 2_000;
/** Payloads that a plan reads for one subscription; beyond them it estimates. */
const MOST_READ = 20_000;

/** The filters of those of the subscriptions that have one, by their id. */
export async function readFilters(tx: Tx, workspaceId: string, subscriptionIds: string[]): Promise<Map<string, PayloadFilter>> {
  const rows = await tx.subscription.findMany({ where: { workspaceId, id: { in: subscriptionIds } }, select: { id: true, filter: true } });
  return new Map(rows.flatMap((row) => (row.filter ? [[row.id, row.filter as unknown as PayloadFilter] as const] : [])));
}

/** Of pairs without a delivery, those whose event does not pass the subscription's filter as it is now. */
export async function findRefused(tx: Tx, workspaceId: string, filters: Map<string, PayloadFilter>, pairs: ItemKey[]): Promise<ItemKey[]> {
  const asked = pairs.filter((pair) => filters.has(pair.subscriptionId));
  if (asked.length === 0) return [];
  const ids = [...new Set(asked.map((pair) => pair.eventId))].sort();
  const events = await tx.event.findMany({ where: { workspaceId, id: { in: ids, gte: ids[0]!, lte: ids.at(-1)! } }, select: { id: true, body: true } });
  const data = new Map(events.map((event) => [event.id, (readForFilter(event.body) as { data?: unknown }).data]));
  return asked.filter((pair) => !evaluateFilter(filters.get(pair.subscriptionId)!, data.get(pair.eventId)).isTrue);
}

/** How many of a subscription's events without a delivery its filter keeps out; an estimate where there are very many. */
export async function countRefused(tx: Tx, scope: ReplayScope, subscriptionId: string, filter: PayloadFilter): Promise<{ refused: number; isEstimate: boolean }> {
  const own: ReplayScope = { ...scope, subscriptionIds: [subscriptionId], include: ["never"] };
  const filters = new Map([[subscriptionId, filter]]);
  let after: ItemKey | null = null;
  let judged = 0;
  let refused = 0;
  while (judged < MOST_READ) {
    const page: ItemKey[] = await tx.$queryRaw<ItemKey[]>`
      SELECT event_id::text AS "eventId", subscription_id::text AS "subscriptionId" FROM (${pairsOf(own, after)}) AS pair ORDER BY event_id, subscription_id LIMIT ${BATCH}`;
    refused += (await findRefused(tx, scope.workspaceId, filters, page)).length;
    judged += page.length;
    if (page.length < BATCH) return { refused, isEstimate: false };
    after = page.at(-1)!;
  }
  const [all] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (${pairsOf(own, null)}) AS pair`;
  return { refused: Math.round(((all?.count ?? 0) * refused) / judged), isEstimate: true };
}
