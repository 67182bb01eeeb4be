import { queryBatch } from "@/lib/db/batch";
import { uuidArray } from "@/lib/db/binary-array";
import type { Db } from "@/lib/db/client";
import { unseal, type SealingKey } from "@/lib/domain/sealed";
import type { Claim } from "@/lib/queue/claim";

/** A delivery's state while it is claimed, and its event's body; as long as the claim holds, nobody else changes them. */
interface ClaimedDelivery {
  workspaceId: string;
  body: string;
  isTest: boolean;
  eventType: string;
  productId: string | null;
  status: string;
  attemptCount: number;
  maxAttempts: number;
  hasDelivered: boolean;
}

/** All that one attempt needs to know. */
export interface Job extends ClaimedDelivery {
  claim: Claim;
  target: Target;
  /** The trace that an attempt goes on with; absent while no traces are collected. */
  traceparent?: string;
}

export interface Target {
  url: string;
  /** json_v2 | form_v1 */
  format: string;
  timeoutMs: number;
  secrets: string[];
  headers: { name: string; value: string }[];
  hottok: string | null;
  /** Waits between attempts of its own; none: the usual ones. */
  retryWaitsSec: number[];
}

/** What claims lead to. */
export interface Loaded {
  jobs: Job[];
  /** Their history was dropped with its day, or their subscription is no more. */
  gone: Claim[];
  /** What their subscription keeps sealed was sealed with another key. */
  unreadable: Claim[];
}

/** Finds what the claimed deliveries are, and where they go. */
export async function loadJobs(db: Db, secretKey: SealingKey, claims: Claim[], now: Date): Promise<Loaded> {
  const loaded: Loaded = { jobs: [], gone: [], unreadable: [] };
  if (claims.length === 0) return loaded;
  const [deliveries, targets] = await Promise.all([readDeliveries(db, claims), loadTargets(db, secretKey, [...new Set(claims.map((claim) => claim.subscriptionId))], now)]);
  claims.forEach((claim, place) => {
    const delivery = deliveries[place];
    const target = targets.get(claim.subscriptionId);
    if (!delivery || target === undefined) loaded.gone.push(claim);
    else if (target === null) loaded.unreadable.push(claim);
    else loaded.jobs.push({ claim, target, ...delivery });
  });
  return loaded;
}

interface ReadRow {
  workspace_id: string | null; body: string | null; is_test: boolean; event_type: string; product_id: string | null; status: string; attempt_count: number;
  max_attempts: number; has_delivered: boolean;
}

/** The deliveries of claims, in their order; null where its history was dropped with its day. */
async function readDeliveries(db: Db, claims: Claim[]): Promise<(ClaimedDelivery | null)[]> {
  const rows = await queryBatch<ReadRow>(db, `
    SELECT workspace_id, body, is_test, event_type, product_id, status, attempt_count, max_attempts, has_delivered FROM aviso_read_leased($1, $2)`,
    [uuidArray(claims.map((claim) => claim.eventId)), uuidArray(claims.map((claim) => claim.deliveryId))]);
  return rows.map((row) => row.workspace_id === null || row.body === null ? null : {
    workspaceId: row.workspace_id, body: row.body, isTest: row.is_test, eventType: row.event_type, productId: row.product_id,
    status: row.status, attemptCount: row.attempt_count, maxAttempts: row.max_attempts, hasDelivered: row.has_delivered,
  });
}

interface SealedTarget {
  id: string; url: string; format: string; timeout_ms: number; headers_encrypted: string | null; hotmart_compatible: boolean; hottok_encrypted: string | null; retry_waits_sec: number[]; secrets: string[];
}

/** The targets by subscription; null where the key does not open what is sealed. */
async function loadTargets(db: Db, secretKey: SealingKey, ids: string[], now: Date): Promise<Map<string, Target | null>> {
  const subscriptions = await queryBatch<SealedTarget>(db, `
    SELECT s.id::text, s.url, s.format, s.timeout_ms, s.headers_encrypted, s.hotmart_compatible, s.hottok_encrypted, s.retry_waits_sec, ARRAY(
      SELECT x.secret_encrypted FROM subscription_secrets x
      WHERE x.subscription_id = s.id AND (x.expires_at IS NULL OR x.expires_at > $2) ORDER BY x.created_at DESC) AS secrets
    FROM subscriptions s WHERE s.id = ANY($1::uuid[])`, [ids, now]);
  return new Map(subscriptions.map((subscription) => [subscription.id, openTarget(secretKey, subscription)]));
}

/** One subscription that cannot be read must not stop the others. */
function openTarget(secretKey: SealingKey, sealed: SealedTarget): Target | null {
  try {
    return {
      url: sealed.url,
      format: sealed.format,
      timeoutMs: sealed.timeout_ms,
      secrets: sealed.secrets.map((secret) => unseal(secretKey, secret)),
      headers: sealed.headers_encrypted ? (JSON.parse(unseal(secretKey, sealed.headers_encrypted)) as Target["headers"]) : [],
      hottok: sealed.hotmart_compatible && sealed.hottok_encrypted ? unseal(secretKey, sealed.hottok_encrypted) : null,
      retryWaitsSec: sealed.retry_waits_sec,
    };
  } catch {
    return null;
  }
}
