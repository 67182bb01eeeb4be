import { randomBytes } from "node:crypto";
import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import { AppError } from "@/lib/domain/errors";
import { newUuid } from "@/lib/domain/ids";
import { DEFAULT_BEHAVIOUR } from "@/lib/domain/receiver-behaviour";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { showReceiver, type ReceiverDetail } from "./read";

const MAX_RECEIVERS = 50;

export const CreateReceiverInput = z.object({ name: z.string().trim().min(1, "Give it a name").max(80, "80 characters at most").refine(isNameText, "Use printable characters only") });
export type CreateReceiverInput = z.input<typeof CreateReceiverInput>;

/** Makes a receiver with an address that nobody can guess. */
export async function createReceiver({ ctx, input }: Call<CreateReceiverInput>): Promise<ReceiverDetail> {
  const { name } = CreateReceiverInput.parse(input);
  if ((await ctx.db.receiver.count({ where: { workspaceId: ctx.workspaceId } })) >= MAX_RECEIVERS) {
    throw new AppError("limit_exceeded", `A workspace may have ${MAX_RECEIVERS} receivers.`, { fix: "Delete one that you no longer need." });
  }
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.receiver.create({
      data: { id: newUuid(ctx.now()), workspaceId: ctx.workspaceId, token: randomBytes(18).toString("base64url"), name, behaviour: DEFAULT_BEHAVIOUR, createdAt: ctx.now() },
    });
    await recordAudit(tx, ctx, { action: "receiver.created", target: { kind: "receiver", id: row.id, name } });
    return showReceiver(ctx.origin, row);
  });
}
