import type { Db } from "@/lib/db/client";
import type { Role } from "@/lib/domain/permissions";

/** The person, workspace and role behind a session, or null when the session was ended or the person has no workspace. */
export async function findSessionPerson({ db, personId, sessionVersion }: { db: Db; personId: string; sessionVersion: number }) {
  const user = await db.user.findFirst({
    where: { id: personId, sessionVersion },
    select: {
      id: true, name: true, email: true,
      members: { select: { role: true, workspace: { select: { id: true, name: true } } }, orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }], take: 1 },
    },
  });
  const member = user?.members[0];
  if (!user || !member) return null;
  return { user: { id: user.id, name: user.name, email: user.email }, workspace: member.workspace, role: member.role as Role };
}
