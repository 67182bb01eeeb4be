import type { Tx } from "@/lib/db/client";

/** How many deliveries of a subscription are being sent at this moment. */
export async function countSending(tx: Tx, subscriptionId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM queue WHERE subscription_id = ${subscriptionId}::uuid AND lease_until > now()`;
  return row?.count ?? 0;
}
