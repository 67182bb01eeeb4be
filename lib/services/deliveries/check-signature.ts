import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { tryUnseal } from "@/lib/domain/sealed";
import { diagnoseSignature, type KnownSecret, type SignatureDiagnosis } from "@/lib/domain/signature-diagnosis";
import type { Call, Ctx } from "@/lib/services/context";
import { inSlices } from "./in-slices";
import { AttemptRef, readSentRequest } from "./sent-request";

export const CheckSignatureInput = AttemptRef.extend({ given: z.string().trim().min(1).max(4_000) });
export type CheckSignatureInput = z.input<typeof CheckSignatureInput>;

// Beyond this the search for another subscription's secret costs more than it tells.
const OTHERS_MAX = 50;

/** Compares a signature that a receiver's code computed with what was sent, and says what is probably wrong. */
export async function checkSignature({ ctx, input }: Call<CheckSignatureInput>): Promise<SignatureDiagnosis> {
  const { given, ...ref } = CheckSignatureInput.parse(input);
  const sent = await readSentRequest(ctx, ref);
  if (sent.timestampSec === null) {
    throw new AppError("conflict", "This attempt was recorded without its signature headers.", { fix: "Resend the event, then check the new attempt." });
  }
  const secrets = [...sent.secrets, ...(await otherSecrets(ctx, sent.subscriptionId))];
  return inSlices(ctx.workspaceId, diagnoseSignature({ given, id: sent.id, timestampSec: sent.timestampSec, body: sent.body, secrets, otherTimestampsSec: sent.otherTimestampsSec }));
}

async function otherSecrets(ctx: Ctx, subscriptionId: string): Promise<KnownSecret[]> {
  const rows = await ctx.db.subscriptionSecret.findMany({
    where: { subscriptionId: { not: subscriptionId }, expiresAt: null, subscription: { workspaceId: ctx.workspaceId, deletedAt: null } },
    select: { secretEncrypted: true, subscription: { select: { name: true } } }, orderBy: { createdAt: "desc" }, take: OTHERS_MAX,
  });
  return rows.flatMap((row): KnownSecret[] => {
    const secret = tryUnseal(ctx.secretKey, row.secretEncrypted);
    return secret === null ? [] : [{ secret, role: "other_subscription", name: row.subscription.name }];
  });
}
