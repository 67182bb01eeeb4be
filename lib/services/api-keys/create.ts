import { z } from "zod";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { apiKeyPrefix, hashApiKey, newApiKey } from "./key";

export const CreateApiKeyInput = z.object({ name: z.string().trim().min(1, "Give the key a name").max(100) });
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

/** Makes an API key. The key itself is in this answer and nowhere else. */
export async function createApiKey({ ctx, input }: Call<CreateApiKeyInput>): Promise<{ id: string; name: string; key: string }> {
  const { name } = CreateApiKeyInput.parse(input);
  const key = newApiKey();
  const id = newUuid();
  await ctx.db.apiKey.create({
    data: {
      id,
      workspaceId: ctx.workspaceId,
      name,
      keyHash: hashApiKey(key),
      keyPrefix: apiKeyPrefix(key),
      createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    },
  });
  return { id: showId("apiKey", id), name, key };
}
