import { z } from "zod";
import { newUuid } from "@/lib/domain/ids";
import type { Db } from "@/lib/db/client";
import { recordAudit } from "@/lib/services/audit/record";
import { hashPassword } from "./password";
import { emailSchema, newPasswordSchema, personNameSchema, workspaceNameSchema } from "./schemas";

export const SetUpOwnerInput = z.object({
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  workspaceName: workspaceNameSchema,
  isDemo: z.boolean().default(false),
});
export type SetUpOwnerInput = z.input<typeof SetUpOwnerInput>;

export type SetUpResult = { outcome: "created"; userId: string; workspaceId: string } | { outcome: "already_set_up" };

// Any fixed number; all set-ups of one database wait for each other on it.
const SET_UP_LOCK = 4_150_001;

/** Makes the first person and their workspace, only while there is nobody: of two at the same moment one wins. Ids are UUIDs. */
export async function setUpOwner({ db, input, now = () => new Date() }: { db: Db; input: SetUpOwnerInput; now?: () => Date }): Promise<SetUpResult> {
  const { name, email, password, workspaceName, isDemo } = SetUpOwnerInput.parse(input);
  if (!(await needsSetUp({ db }))) return { outcome: "already_set_up" };
  const passwordHash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK}::bigint)::text`;
    if ((await tx.user.count()) > 0) return { outcome: "already_set_up" as const };
    const userId = newUuid(now());
    const workspaceId = newUuid(now());
    await tx.user.create({ data: { id: userId, email, name, passwordHash } });
    await tx.workspace.create({ data: { id: workspaceId, name: workspaceName, isDemo, createdAt: now() } });
    await tx.member.create({ data: { workspaceId, userId, role: "owner" } });
    await recordAudit(tx, { workspaceId, actor: { kind: "user", id: userId, name }, now }, { action: "workspace.created", target: { kind: "workspace", id: workspaceId, name: workspaceName } });
    return { outcome: "created" as const, userId, workspaceId };
  });
}

/** Whether there is nobody yet. */
export async function needsSetUp({ db }: { db: Db }): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) === null;
}
