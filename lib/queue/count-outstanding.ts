import type { Tx } from "@/lib/db/client";

/** Counting stops there: who asks often wants to see that something moves, not an exact large number. */
export const COUNT_AT_MOST = 10_000;

/** How many deliveries wait, are held or are being sent, by subscription (UUIDs), up to `COUNT_AT_MOST` each. */
export async function countOutstanding(tx: Tx, subscriptionIds: string[]): Promise<Map<string, number>> {
  if (subscriptionIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; count: number }[]>`
    SELECT s.id::text, (SELECT count(*)::int FROM (SELECT 1 FROM queue q WHERE q.subscription_id = s.id LIMIT ${COUNT_AT_MOST}::int) AS counted) AS count
    FROM unnest(${subscriptionIds}::uuid[]) AS s(id)`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}
