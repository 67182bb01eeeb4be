import { randomBytes } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import type { Ctx } from "@/lib/services/context";

/** A workspace of the test's own, and the context of an API key in it. */
export async function createWorkspace(db: Db): Promise<Ctx> {
  const workspaceId = newUuid();
  await db.workspace.create({ data: { id: workspaceId, name: "Test" } });
  return {
    db,
    workspaceId,
    actor: { kind: "system", name: "test" },
    now: () => new Date(),
    secretKey: randomBytes(32),
    origin: "http://aviso.test",
  };
}

/** A subscription to all events of all products. @returns its UUID and its signing secret */
export async function createSubscription(
  ctx: Ctx,
  values: { url: string; name?: string; status?: string; maxInFlight?: number; maxAttempts?: number; retryWaitsSec?: number[]; timeoutMs?: number },
): Promise<{ id: string; secret: string }> {
  const id = newUuid();
  const secret = newSecret();
  await ctx.db.subscription.create({
    data: {
      id,
      workspaceId: ctx.workspaceId,
      name: "CRM",
      ...values,
      secrets: { create: { id: newUuid(), secretEncrypted: seal(ctx.secretKey, secret) } },
    },
  });
  await ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
  return { id, secret };
}

/** A person in the workspace. @returns the context of what they do there */
export async function createPerson(ctx: Ctx, role: Role, values: { name?: string; email?: string } = {}): Promise<Ctx & { actor: { kind: "user"; id: string; name: string } }> {
  const id = newUuid();
  const name = values.name ?? `A ${role}`;
  // No password fits this hash: tests that sign in make their own.
  await ctx.db.user.create({ data: { id, name, email: values.email ?? `${id}@example.com`, passwordHash: "none", members: { create: { workspaceId: ctx.workspaceId, role } } } });
  return { ...ctx, actor: { kind: "user", id, name } };
}
