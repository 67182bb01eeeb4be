import "server-only";
import { getServerSession } from "next-auth";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { databaseFailure } from "@/lib/db/failure";
import { DATABASE_AWAY } from "@/lib/domain/errors";
import { roleMay, type Permission, type Role } from "@/lib/domain/permissions";
import type { Ctx } from "@/lib/services/context";
import { findSessionPerson, type Membership, type SessionClaims, type SessionPerson } from "@/lib/services/people/find-session-person";
import { routes } from "@/lib/routes";
import { authOptions } from "./auth";
import { addressOf } from "./front/client-address";
import { getRuntime } from "./runtime";
import { chosenWorkspace } from "./workspace-cookie";

/** What pages and actions are given: the use cases' context, and who and where for the screen. Ids are UUIDs. */
export interface SessionCtx extends Ctx {
  user: SessionPerson["user"];
  workspace: { id: string; name: string };
  role: Role;
  /** What the cookie says, which the database agreed with when it was asked. */
  session: SessionClaims;
  /** All workspaces that the person is in, by name. */
  memberships: Membership[];
}

interface SignedIn extends SessionPerson { address: string; session: SessionClaims }

/** Whoever is signed in, even without a workspace, or null. The session and its version are looked for in the database each time. */
export const findSignedIn = cache(async (): Promise<SignedIn | null> => {
  const session = await getServerSession(authOptions());
  // Without one it is of a version that could not end it.
  if (!session?.sessionId) return null;
  const claims = { sessionId: session.sessionId, personId: session.personId, sessionVersion: session.sessionVersion };
  const { db } = getRuntime();
  const person = await findSessionPerson({ db, now: new Date(), ...claims, workspaceId: await chosenWorkspace() }).catch(nameAway);
  return person && { ...person, session: claims, address: addressOf(await headers()) };
});

/** A browser is told of an error only its digest: one that the error page knows says that the database is away. */
function nameAway(error: unknown): never {
  throw databaseFailure(error) === "away" ? Object.assign(new Error("The database cannot be reached.", { cause: error }), { digest: DATABASE_AWAY }) : error;
}

/** The context of whoever is signed in, in the workspace that they chose, or null. */
export const findCtx = cache(async (): Promise<SessionCtx | null> => {
  const person = await findSignedIn();
  if (!person?.current) return null;
  const { db, secretKey, settings } = getRuntime();
  const { user, memberships, address, session, current: { workspace, role } } = person;
  return {
    db,
    secretKey,
    origin: settings.origin,
    now: () => new Date(),
    address,
    workspaceId: workspace.id,
    actor: { kind: "user", id: user.id, name: user.name },
    user,
    workspace,
    role,
    session,
    memberships,
  };
});

/** The context of whoever is signed in; anyone else is sent to the sign-in page, and who may not is told so (403). */
export async function requireCtx(permission?: Permission): Promise<SessionCtx> {
  const ctx = (await findCtx()) ?? redirect((await findSignedIn()) ? routes.noWorkspace() : routes.signIn());
  if (permission && !roleMay(ctx.role, permission)) forbidden();
  return ctx;
}
