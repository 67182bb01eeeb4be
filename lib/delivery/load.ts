import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { unseal, type SealingKey } from "@/lib/domain/sealed";
import type { Claim, ClaimedDelivery } from "@/lib/queue/claim";

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

/** Finds where the claimed deliveries go. */
export async function loadJobs(db: Db, secretKey: SealingKey, claims: Claim[], now: Date): Promise<Loaded> {
  const loaded: Loaded = { jobs: [], gone: [], unreadable: [] };
  if (claims.length === 0) return loaded;
  const targets = await loadTargets(db, secretKey, [...new Set(claims.map((claim) => claim.subscriptionId))], now);
  for (const claim of claims) {
    const target = targets.get(claim.subscriptionId);
    if (!claim.delivery || target === undefined) loaded.gone.push(claim);
    else if (target === null) loaded.unreadable.push(claim);
    else loaded.jobs.push({ claim, target, ...claim.delivery });
  }
  return loaded;
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
