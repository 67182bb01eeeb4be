import { AppError } from "@/lib/domain/errors";
import { curlCommand } from "@/lib/domain/curl";
import { MASK } from "@/lib/domain/mask";
import { sign } from "@/lib/domain/signature";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { AttemptRef, readSentRequest } from "./sent-request";

export const CopyAsCurlInput = AttemptRef;
export type CopyAsCurlInput = AttemptRef;

/** An attempt's request as a curl command that a receiver accepts now: signed anew, with the time of this moment. */
export async function copyAsCurl({ ctx, input }: Call<CopyAsCurlInput>): Promise<{ curl: string; hidden: string[] }> {
  const sent = await readSentRequest(ctx, AttemptRef.parse(input));
  const secrets = sent.secrets.filter(({ role }) => role !== "expired").map(({ secret }) => secret);
  if (secrets.length === 0) throw new AppError("conflict", "The subscription has no secret to sign with.", { fix: "Rotate its secret, then copy again." });
  const timestampSec = Math.floor(ctx.now().getTime() / 1_000);
  const kept = sent.headers.filter(([name]) => !["webhook-id", "webhook-timestamp", "webhook-signature"].includes(name));
  const signature = sign(secrets, { id: sent.id, timestampSec, body: sent.body });
  const headers: [string, string][] = [...kept, ["webhook-id", sent.id], ["webhook-timestamp", String(timestampSec)], ["webhook-signature", signature]];
  // In the older format the body holds the hottok, which is masked wherever else the attempt is shown.
  if (sent.holdsHottok) await recordAudit(ctx.db, ctx, { action: "secret.revealed", target: { kind: "subscription", id: sent.subscriptionId, name: sent.subscriptionName } });
  return { curl: curlCommand({ url: sent.url, headers, body: sent.body }), hidden: kept.filter(([, value]) => value === MASK).map(([name]) => name) };
}
