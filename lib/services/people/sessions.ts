import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { newUuid } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Ctx } from "@/lib/services/context";

/** A session ends this long after its sign-in, whatever its cookie says of itself. */
export const SESSION_MAX_AGE_SEC = 30 * 86_400;

interface Where { now: Date; address?: string | undefined }

/** Begins a browser's session; the person's outworn ones go. @returns its id, which the browser's cookie holds */
export async function openSession({ db, now, personId }: { db: Db; now: Date; personId: string }): Promise<string> {
  const id = newUuid(now);
  await db.session.deleteMany({ where: { userId: personId, expiresAt: { lte: now } } });
  await db.session.create({ data: { id, userId: personId, expiresAt: new Date(now.getTime() + SESSION_MAX_AGE_SEC * 1_000) } });
  return id;
}

/** Whether a session, as its cookie told it, is still that of somebody in the workspace. For what stays open longer than a request. */
export async function isSessionOpen({ db, now, sessionId, personId, sessionVersion, workspaceId }: { db: Db; now: Date; sessionId: string; personId: string; sessionVersion: number; workspaceId: string }): Promise<boolean> {
  const where = { id: sessionId, expiresAt: { gt: now }, user: { id: personId, sessionVersion, members: { some: { workspaceId } } } };
  return (await db.session.findFirst({ where, select: { id: true } })) !== null;
}

/** Ends one browser's session; the person's others go on. One that has ended already is nothing to tell of. */
export async function endSession({ db, sessionId, ...where }: Where & { db: Db; sessionId: string }): Promise<void> {
  await db.$transaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { expiresAt: true, user: { select: { id: true, name: true } } } });
    const { count } = await tx.session.deleteMany({ where: { id: sessionId } });
    if (session && count > 0 && session.expiresAt > where.now) await recordSignOut(tx, session.user, where);
  });
}

/** Ends all sessions of the person who asks, the one that asks included. */
export async function signOutEverywhere({ ctx }: { ctx: Ctx }): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a person can sign out.");
  await ctx.db.$transaction(async (tx) => {
    // The version too: a sign-in that is under way at this moment ends with the others.
    await tx.user.update({ where: { id: actor.id }, data: { sessionVersion: { increment: 1 } } });
    await tx.session.deleteMany({ where: { userId: actor.id } });
    await recordSignOut(tx, actor, { now: ctx.now(), address: ctx.address }, { everywhere: true });
  });
}

async function recordSignOut(tx: Tx, { id, name }: { id: string; name: string }, { now, address }: Where, after?: { everywhere: true }): Promise<void> {
  const user = { kind: "user" as const, id, name };
  for (const { workspaceId } of await tx.member.findMany({ where: { userId: id }, select: { workspaceId: true } })) {
    await recordAudit(tx, { workspaceId, actor: user, address, now: () => now }, { action: "person.signedOut", target: user, ...(after ? { after } : {}) });
  }
}
