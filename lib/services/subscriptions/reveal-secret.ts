import { AppError } from "@/lib/domain/errors";
import { unseal } from "@/lib/domain/sealed";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { GetSubscriptionInput } from "./get";
import { findOwnedSubscription } from "./read";

export interface SubscriptionSecrets {
  /** Those that sign now: the current one first, then those that still sign beside it, until `expiresAt`. */
  secrets: { secret: string; createdAt: Date; expiresAt: Date | null }[];
  /** What x-hotmart-hottok carries; null when it is not sent. */
  hottok: string | null;
}

/** The secrets that sign a subscription's deliveries. */
export async function revealSecret({ ctx, input }: Call<GetSubscriptionInput>): Promise<SubscriptionSecrets> {
  const { id } = GetSubscriptionInput.parse(input);
  const subscription = await findOwnedSubscription(ctx, id);
  const rows = await ctx.db.subscriptionSecret.findMany({
    where: { subscriptionId: id, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  try {
    const secrets = {
      secrets: rows.map((row) => ({ secret: unseal(ctx.secretKey, row.secretEncrypted), createdAt: row.createdAt, expiresAt: row.expiresAt })),
      hottok: subscription.hotmartCompatible && subscription.hottokEncrypted ? unseal(ctx.secretKey, subscription.hottokEncrypted) : null,
    };
    await recordAudit(ctx.db, ctx, { action: "secret.revealed", target: { kind: "subscription", id, name: subscription.name } });
    return secrets;
  } catch (cause) {
    throw new AppError("conflict", "The secret was stored with another AVISO_SECRET_KEY and cannot be read.", { fix: "Start Aviso with the key of then, or rotate the secret.", cause });
  }
}
