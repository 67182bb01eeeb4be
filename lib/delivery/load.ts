import type { Db, Prisma } from "@/lib/db/client";
import { unseal } from "@/lib/domain/sealed";
import type { Claim, ClaimedDelivery } from "@/lib/queue/claim";

/** All that one attempt needs to know. */
export interface Job extends ClaimedDelivery {
  claim: Claim;
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

/** Finds where the claimed deliveries go. */
export async function loadJobs(db: Db, secretKey: Buffer, claims: Claim[], now: Date): Promise<Loaded> {
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
