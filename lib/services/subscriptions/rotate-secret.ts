import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { idSchema, newUuid } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { SUBSCRIPTION_LIMITS } from "@/lib/domain/subscription";
import type { Call } from "@/lib/services/context";
import { lockOwnedSubscription } from "./read";
import { recordChange } from "./record-change";

const { overlapHours: OVERLAP, secrets: MAX_SECRETS } = SUBSCRIPTION_LIMITS;

export const RotateSecretInput = z.object({
  id: idSchema("subscription"),
  /** How long the old secrets sign beside the new one; 0 ends them at once. */
  overlapHours: z.int("From 0 to 168 hours").min(OVERLAP.min, "From 0 to 168 hours").max(OVERLAP.max, "From 0 to 168 hours").default(OVERLAP.usual),
});
export type RotateSecretInput = z.input<typeof RotateSecretInput>;

/** Gives a subscription a new secret. Those that sign now go on beside it for the overlap, none longer than it had. */
export async function rotateSecret({ ctx, input }: Call<RotateSecretInput>): Promise<{ secret: string; oldUntil: Date | null }> {
  const { id, overlapHours } = RotateSecretInput.parse(input);
  const now = ctx.now();
  const until = new Date(now.getTime() + overlapHours * 3_600_000);
  const secret = newSecret();
  await ctx.db.$transaction(async (tx) => {
    await lockOwnedSubscription(ctx, id, tx);
    const signing = { subscriptionId: id, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
    if (overlapHours > 0 && (await tx.subscriptionSecret.count({ where: signing })) >= MAX_SECRETS) {
      throw new AppError("limit_exceeded", `${MAX_SECRETS} secrets sign at once already, which is the most.`, { fix: "Wait until the oldest ends, or rotate with an overlap of 0, which ends all old ones at once." });
    }
    await tx.subscriptionSecret.updateMany({ where: { subscriptionId: id, OR: [{ expiresAt: null }, { expiresAt: { gt: until } }] }, data: { expiresAt: until } });
    await tx.subscriptionSecret.create({ data: { id: newUuid(now), subscriptionId: id, secretEncrypted: seal(ctx.secretKey, secret), createdAt: now } });
    await recordChange(ctx, tx, { subscriptionId: id, kind: "secret_rotated", fields: [{ field: "overlapHours", before: null, after: overlapHours }] });
  });
  return { secret, oldUntil: overlapHours > 0 ? until : null };
}
