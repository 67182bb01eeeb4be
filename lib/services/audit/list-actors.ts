import { readId, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export interface AuditActor { id: string; name: string; kind: "user" | "apiKey" }

// As many of each as a select can hold; others are reached from their entries.
const MOST = 200;

/** Whose changes can be asked for: the people and keys of the workspace, and who was asked for though they are gone. */
export async function listAuditActors({ ctx, actorId }: { ctx: Ctx; actorId?: string | undefined }): Promise<AuditActor[]> {
  const [members, keys] = await Promise.all([
    ctx.db.member.findMany({ where: { workspaceId: ctx.workspaceId }, select: { user: { select: { id: true, name: true } } }, orderBy: { userId: "asc" }, take: MOST }),
    ctx.db.apiKey.findMany({ where: { workspaceId: ctx.workspaceId, revokedAt: null }, select: { id: true, name: true }, orderBy: { id: "desc" }, take: MOST }),
  ]);
  const actors: AuditActor[] = [
    ...members.map(({ user }) => ({ id: showId("user", user.id), name: user.name, kind: "user" as const })),
    ...keys.map(({ id, name }) => ({ id: showId("apiKey", id), name, kind: "apiKey" as const })),
  ];
  const uuid = actorId ? (readId("user", actorId) ?? readId("apiKey", actorId)) : null;
  if (!actorId || !uuid || actors.some(({ id }) => id === actorId)) return actors;
  const last = await ctx.db.auditEntry.findFirst({ where: { workspaceId: ctx.workspaceId, actorId: uuid }, orderBy: { id: "desc" }, select: { actorName: true, actorKind: true } });
  return last ? [...actors, { id: actorId, name: last.actorName, kind: last.actorKind === "apiKey" ? "apiKey" : "user" }] : actors;
}
