import { z } from "zod";
import { newUuid, showId } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { apiKeyPrefix, hashApiKey, newApiKey } from "./key";

export const CreateApiKeyInput = z.object({ name: z.string().trim().min(1).max(100) });
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

/** Makes an API key. `key` is in this answer only. */
export async function createApiKey({ ctx, input }: Call<CreateApiKeyInput>) {
  const { name } = CreateApiKeyInput.parse(input);
  const key = newApiKey();
  const row = await ctx.db.$transaction(async (tx) => {
    const made = await tx.apiKey.create({
      data: {
        id: newUuid(ctx.now()),
        workspaceId: ctx.workspaceId,
        name,
        keyHash: hashApiKey(key),
        keyPrefix: apiKeyPrefix(key),
        createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
        createdAt: ctx.now(),
      },
    });
    await recordAudit(tx, ctx, { action: "apiKey.created", target: { kind: "apiKey", id: made.id, name }, after: { name, prefix: made.keyPrefix } });
    return made;
  });
  return { id: showId("apiKey", row.id), name, key, keyPrefix: row.keyPrefix, createdAt: row.createdAt };
}
