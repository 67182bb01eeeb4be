import type { Db } from "@/lib/db/client";
import { findSessionPerson, type SessionPerson } from "@/lib/services/people/find-session-person";
import { openSession } from "@/lib/services/people/sessions";

/** Whom a new session of a person's leads to: nobody where a later version of theirs ended those of this one. */
export async function findPersonOfNewSession(asked: { db: Db; personId: string; sessionVersion: number; workspaceId?: string | null }): Promise<SessionPerson | null> {
  const now = new Date();
  return findSessionPerson({ ...asked, now, sessionId: await openSession({ db: asked.db, now, personId: asked.personId }) });
}
