import { z } from "zod";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { apiKeyPrefix, hashApiKey, newApiKey } from "./key";

export const CreateApiKeyInput = z.object({ name: z.string().trim().min(1).max(100) });
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

/** Makes an API key. `key` is in this answer only. */
export async function createApiKey({ ctx, input }: Call<CreateApiKeyInput>) {
  const { name } = CreateApiKeyInput.parse(input);
  const key = newApiKey();
  const row = await ctx.db.apiKey.create({
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
  return { id: showId("apiKey", row.id), name, key, keyPrefix: row.keyPrefix, createdAt: row.createdAt };
}
