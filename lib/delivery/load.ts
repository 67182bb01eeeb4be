import type { Db } from "@/lib/db/client";
import { unseal } from "@/lib/domain/sealed";
import type { Claim } from "@/lib/queue/claim";

/** All that one attempt needs to know. */
export interface Job {
  claim: Claim;
  workspaceId: string;
  body: string;
  isTest: boolean;
  eventType: string;
  productId: string | null;
  /** The delivery's state when it was claimed; while the claim holds, nobody else changes it. */
  status: string;
  attemptCount: number;
  maxAttempts: number;
  hasDelivered: boolean;
  target: Target;
}

export interface Target {
  url: string;
  timeoutMs: number;
  secrets: string[];
  headers: { name: string; value: string }[];
  hottok: string | null;
}

/** Reads what the claims lead to. A claim whose history is gone (older than 60 days) is missing from the answer. */
export async function loadJobs(db: Db, secretKey: Buffer, claims: Claim[], now: Date): Promise<Job[]> {
  if (claims.length === 0) return [];
  const eventIds = claims.map((claim) => claim.eventId).sort();
  const [rows, targets] = await Promise.all([
    // The two bounds let Postgres leave out the days in which none of these events lies.
    db.$queryRaw<
      { id: string; workspace_id: string; body: string; is_test: boolean; event_type: string; product_id: string | null; status: string; attempt_count: number; max_attempts: number; has_delivered: boolean }[]
    >`
      SELECT d.id::text, d.workspace_id::text, e.body, d.is_test, d.event_type, d.product_id::text, d.status, d.attempt_count, d.max_attempts, d.first_delivered_at IS NOT NULL AS has_delivered
      FROM deliveries d JOIN events e ON e.id = d.event_id
      WHERE d.id = ANY(${claims.map((claim) => claim.deliveryId)}::uuid[])
        AND d.event_id BETWEEN ${eventIds[0]}::uuid AND ${eventIds.at(-1)}::uuid
        AND e.id BETWEEN ${eventIds[0]}::uuid AND ${eventIds.at(-1)}::uuid`,
    loadTargets(db, secretKey, [...new Set(claims.map((claim) => claim.subscriptionId))], now),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return claims.flatMap((claim) => {
    const row = byId.get(claim.deliveryId);
    const target = targets.get(claim.subscriptionId);
    if (!row || !target) return [];
    return {
      claim,
      target,
      workspaceId: row.workspace_id,
      body: row.body,
      isTest: row.is_test,
      eventType: row.event_type,
      productId: row.product_id,
      status: row.status,
      attemptCount: row.attempt_count,
      maxAttempts: row.max_attempts,
      hasDelivered: row.has_delivered,
    };
  });
}

async function loadTargets(db: Db, secretKey: Buffer, ids: string[], now: Date): Promise<Map<string, Target>> {
  const subscriptions = await db.subscription.findMany({
    where: { id: { in: ids } },
    include: { secrets: { where: { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }, orderBy: { createdAt: "desc" } } },
  });
  return new Map(
    subscriptions.map((subscription) => [
      subscription.id,
      {
        url: subscription.url,
        timeoutMs: subscription.timeoutMs,
        secrets: subscription.secrets.map((secret) => unseal(secretKey, secret.secretEncrypted)),
        headers: subscription.headersEncrypted ? (JSON.parse(unseal(secretKey, subscription.headersEncrypted)) as Target["headers"]) : [],
        hottok: subscription.hotmartCompatible && subscription.hottokEncrypted ? unseal(secretKey, subscription.hottokEncrypted) : null,
      },
    ]),
  );
}
