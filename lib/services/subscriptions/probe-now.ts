import type { Tx } from "@/lib/db/client";
import { wakeWorkers } from "@/lib/queue/wake";

/**
 * A person switches an endpoint on again: if it is down, it is so from now on, and has all of its time until it is switched off. It is
 * tried at once.
 */
export async function beginAnew(tx: Tx, subscriptionId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE endpoint_states SET down_since = now(), probe_at = now(), probes_failed = 0, announced_at = NULL
    WHERE subscription_id = ${subscriptionId}::uuid AND down_since IS NOT NULL`;
}

/** A person says that endpoints are repaired: those that are down are tried at once instead of at their next probe. */
export async function probeNow(tx: Tx, subscriptionIds: string[]): Promise<void> {
  // The database's clock, as claims go by it.
  await tx.$executeRaw`UPDATE endpoint_states SET probe_at = now() WHERE subscription_id = ANY(${subscriptionIds}::uuid[]) AND down_since IS NOT NULL AND probe_at > now()`;
  await wakeWorkers(tx);
}
