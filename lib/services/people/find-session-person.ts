import type { Db } from "@/lib/db/client";
import { readLocale, type Locale } from "@/lib/domain/locale";
import type { Role } from "@/lib/domain/permissions";

export interface SessionPerson {
  user: { id: string; name: string; email: string; /** The language they chose; null follows the browser. */ locale: Locale | null };
  /** Where they work now, and as what; null when they are in no workspace. */
  current: Membership | null;
  /** All that they are in, by name. */
  memberships: Membership[];
}
export interface Membership { workspace: { id: string; name: string }; role: Role }

/** What a session's cookie says, to be believed only as far as the database agrees. */
export interface SessionClaims { sessionId: string; personId: string; /** The person's version when they signed in. */ sessionVersion: number }

/**
 * The person behind a session and their workspaces, or null when the session, or all of theirs, were ended. Ids are UUIDs.
 * @param workspaceId the one that the browser chose; where they are not in it, the one they chose last, then their oldest
 */
export async function findSessionPerson({ db, now, sessionId, personId, sessionVersion, workspaceId }: SessionClaims & { db: Db; now: Date; workspaceId?: string | null }): Promise<SessionPerson | null> {
  const found = await db.user.findFirst({
    where: { id: personId, sessionVersion, sessions: { some: { id: sessionId, expiresAt: { gt: now } } } },
    select: {
      id: true, name: true, email: true, locale: true,
      members: {
        select: { role: true, workspace: { select: { id: true, name: true } } },
        orderBy: [{ openedAt: { sort: "desc", nulls: "last" } }, { createdAt: "asc" }, { workspaceId: "asc" }],
      },
    },
  });
  if (!found) return null;
  const { members, locale, ...user } = found;
  const memberships = members.map(({ role, workspace }) => ({ role: role as Role, workspace }));
  const current = memberships.find(({ workspace }) => workspace.id === workspaceId) ?? memberships[0] ?? null;
  return { user: { ...user, locale: readLocale(locale) }, current, memberships: memberships.toSorted((a, b) => a.workspace.name.localeCompare(b.workspace.name)) };
}
