import type { Receiver } from "@/lib/db/generated/client";
import { tryUnseal } from "@/lib/domain/sealed";
import { diagnoseSignature, type KnownSecret, type SignatureDiagnosis } from "@/lib/domain/signature-diagnosis";
import type { Ctx } from "@/lib/services/context";
import { inSlices } from "@/lib/services/deliveries/in-slices";
import type { SignatureState } from "./record-request";

/** Why a signature is not right. */
export type SignatureReason =
  | { kind: "header_missing"; header: "webhook-id" | "webhook-timestamp" }
  | { kind: "timestamp_not_seconds"; value: string }
  /** The body is no text, or only its beginning was kept: nothing can be computed over it any more. */
  | { kind: "body_not_kept" }
  | { kind: "diagnosis"; diagnosis: SignatureDiagnosis };

// Beyond this the search for another subscription's secret costs more than it tells.
const SECRETS_MAX = 50;

/** Says why a request's signature is wrong; null when there is nothing to explain. */
export async function explainSignature(ctx: Ctx, receiver: Receiver, request: { signature: SignatureState; headers: [string, string][]; body: string; isWhole: boolean; receivedAt: Date }): Promise<SignatureReason | null> {
  if (request.signature !== "invalid") return null;
  const header = (name: string) => request.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const [id, timestamp, given] = [header("webhook-id"), header("webhook-timestamp"), header("webhook-signature")];
  if (!id) return { kind: "header_missing", header: "webhook-id" };
  if (!timestamp) return { kind: "header_missing", header: "webhook-timestamp" };
  if (!/^\d{1,11}$/.test(timestamp)) return { kind: "timestamp_not_seconds", value: timestamp.slice(0, 40) };
  if (!request.isWhole) return { kind: "body_not_kept" };
  const secrets = await knownSecrets(ctx, receiver, request.receivedAt);
  return { kind: "diagnosis", diagnosis: await inSlices(ctx.workspaceId, diagnoseSignature({ given: given ?? "", id, timestampSec: Number(timestamp), body: request.body, secrets, otherTimestampsSec: [] })) };
}

/** Secrets of the subscriptions that send to the receiver, and of the workspace's others, as they were when the request came. */
async function knownSecrets(ctx: Ctx, receiver: Receiver, at: Date): Promise<KnownSecret[]> {
  const rows = await ctx.db.subscriptionSecret.findMany({
    where: { createdAt: { lte: at }, subscription: { workspaceId: ctx.workspaceId, deletedAt: null } },
    select: { secretEncrypted: true, expiresAt: true, subscription: { select: { name: true, url: true } } },
    orderBy: { createdAt: "desc" }, take: SECRETS_MAX,
  });
  return rows.flatMap((row): KnownSecret[] => {
    const secret = tryUnseal(ctx.secretKey, row.secretEncrypted);
    if (secret === null) return [];
    if (row.subscription.url.includes(`/r/${receiver.token}`)) return [{ secret, role: row.expiresAt === null ? "current" : row.expiresAt > at ? "rotated" : "expired" }];
    return row.expiresAt === null ? [{ secret, role: "other_subscription", name: row.subscription.name }] : [];
  });
}
