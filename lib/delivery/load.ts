import type { Db, Prisma } from "@/lib/db/client";
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
  /** json_v2 | form_v1 */
  format: string;
  timeoutMs: number;
  secrets: string[];
  headers: { name: string; value: string }[];
  hottok: string | null;
}

/** What claims lead to. */
export interface Loaded {
  jobs: Job[];
  /** Their history was dropped with its day, or their subscription is no more. */
  gone: Claim[];
  /** What their subscription keeps sealed was sealed with another key. */
  unreadable: Claim[];
}

/** Reads what the claims lead to. */
export async function loadJobs(db: Db, secretKey: Buffer, claims: Claim[], now: Date): Promise<Loaded> {
  const loaded: Loaded = { jobs: [], gone: [], unreadable: [] };
  if (claims.length === 0) return loaded;
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
  for (const claim of claims) {
    const row = byId.get(claim.deliveryId);
    const target = targets.get(claim.subscriptionId);
    if (!row || target === undefined) loaded.gone.push(claim);
    else if (target === null) loaded.unreadable.push(claim);
    else {
      loaded.jobs.push({
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
      });
    }
  }
  return loaded;
}

/** The targets by subscription; null where the key does not open what is sealed. */
async function loadTargets(db: Db, secretKey: Buffer, ids: string[], now: Date): Promise<Map<string, Target | null>> {
  const subscriptions = await db.subscription.findMany({
    where: { id: { in: ids } },
    include: { secrets: { where: { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }, orderBy: { createdAt: "desc" } } },
  });
  return new Map(subscriptions.map((subscription) => [subscription.id, openTarget(secretKey, subscription)]));
}

type SealedTarget = Prisma.SubscriptionGetPayload<{ include: { secrets: true } }>;

/** One subscription that cannot be read must not stop the others. */
function openTarget(secretKey: Buffer, subscription: SealedTarget): Target | null {
  const { headersEncrypted, hotmartCompatible, hottokEncrypted } = subscription;
  try {
    return {
      url: subscription.url,
      format: subscription.format,
      timeoutMs: subscription.timeoutMs,
      secrets: subscription.secrets.map((secret) => unseal(secretKey, secret.secretEncrypted)),
      headers: headersEncrypted ? (JSON.parse(unseal(secretKey, headersEncrypted)) as Target["headers"]) : [],
      hottok: hotmartCompatible && hottokEncrypted ? unseal(secretKey, hottokEncrypted) : null,
    };
  } catch {
    return null;
  }
}
