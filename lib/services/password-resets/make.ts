import { z } from "zod";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { lockPeople, requireManager } from "@/lib/services/people/members";
import { judgeReset } from "./judge";
import { keepReset, type ResetLink } from "./keep";

export const MakeResetLinkInput = z.object({ personId: idSchema("user") });
export type MakeResetLinkInput = z.input<typeof MakeResetLinkInput>;

/** Makes a link by which a person of this workspace, and of no other, sets a new password. `url` is in this answer only. */
export async function makeResetLink({ ctx, input }: Call<MakeResetLinkInput>): Promise<ResetLink> {
  const { personId } = MakeResetLinkInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    await lockPeople(tx, ctx.workspaceId);
    const manager = await requireManager(tx, ctx);
    if (manager.id === personId) throw new AppError("conflict", "Your own password is changed elsewhere.", { fix: "Change it under Settings, Your account." });
    switch (await judgeReset(tx, { workspaceId: ctx.workspaceId, managerId: manager.id, personId })) {
      case "no_person": throw notFound("person");
      case "role": throw new AppError("forbidden", "Only somebody who may more can make a password link for this person.", { fix: "Ask an owner of the workspace." });
      case "elsewhere": throw new AppError("conflict", "You can't make a password link for this person: they are in another workspace, too, or sign in by a provider.", { fix: "Ask whoever runs Aviso." });
    }
    const link = await keepReset(tx, { userId: personId, now: ctx.now(), origin: ctx.origin, workspaceId: ctx.workspaceId, madeBy: manager.name, madeById: manager.id });
    const { name } = await tx.user.findUniqueOrThrow({ where: { id: personId }, select: { name: true } });
    await recordAudit(tx, ctx, { action: "person.resetLinkMade", target: { kind: "user", id: personId, name }, after: { expiresAt: link.expiresAt.toISOString() } });
    return link;
  });
}
