import "server-only";
import { getServerSession } from "next-auth";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { roleMay, type Permission, type Role } from "@/lib/domain/permissions";
import type { Ctx } from "@/lib/services/context";
import { findSessionPerson } from "@/lib/services/people/find-session-person";
import { routes } from "@/lib/routes";
import { authOptions } from "./auth";
import { addressOf } from "./front/client-address";
import { getRuntime } from "./runtime";

/** What pages and actions are given: the use cases' context, and who and where for the screen. Ids are UUIDs. */
export interface SessionCtx extends Ctx {
  user: { id: string; name: string; email: string };
  workspace: { id: string; name: string };
  role: Role;
}

/** The context of whoever is signed in, or null. The session's version is checked in the database each time. */
export const findCtx = cache(async (): Promise<SessionCtx | null> => {
  const session = await getServerSession(authOptions());
  if (!session?.personId) return null;
  const { db, secretKey, settings } = getRuntime();
  const person = await findSessionPerson({ db, personId: session.personId, sessionVersion: session.sessionVersion });
  if (!person) return null;
  return {
    db,
    secretKey,
    origin: settings.origin,
    now: () => new Date(),
    address: addressOf(await headers()),
    workspaceId: person.workspace.id,
    actor: { kind: "user", id: person.user.id, name: person.user.name },
    user: person.user,
    workspace: person.workspace,
    role: person.role,
  };
});

/** The context of whoever is signed in; anyone else is sent to the sign-in page, and who may not is told so (403). */
export async function requireCtx(permission?: Permission): Promise<SessionCtx> {
  const ctx = (await findCtx()) ?? redirect(routes.signIn());
  if (permission && !roleMay(ctx.role, permission)) forbidden();
  return ctx;
}
