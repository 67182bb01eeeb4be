import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { personNameSchema } from "./schemas";

export const UpdateProfileInput = z.object({ name: personNameSchema });
export type UpdateProfileInput = z.input<typeof UpdateProfileInput>;

/** Renames the person who asks. */
export async function updateProfile({ ctx, input }: Call<UpdateProfileInput>): Promise<{ name: string }> {
  const { name } = UpdateProfileInput.parse(input);
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a person has a profile.");
  const { id, name: before } = ctx.actor;
  return ctx.db.$transaction(async (tx) => {
    if (name !== before) await recordAudit(tx, ctx, { action: "person.renamed", target: { kind: "user", id, name }, before: { name: before }, after: { name } });
    return tx.user.update({ where: { id }, data: { name }, select: { name: true } });
  });
}
