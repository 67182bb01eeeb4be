import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import type { Call } from "@/lib/services/context";
import { personNameSchema } from "./schemas";

export const UpdateProfileInput = z.object({ name: personNameSchema });
export type UpdateProfileInput = z.input<typeof UpdateProfileInput>;

/** Renames the person who asks. */
export async function updateProfile({ ctx, input }: Call<UpdateProfileInput>): Promise<{ name: string }> {
  const { name } = UpdateProfileInput.parse(input);
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a person has a profile.");
  return ctx.db.user.update({ where: { id: ctx.actor.id }, data: { name }, select: { name: true } });
}
