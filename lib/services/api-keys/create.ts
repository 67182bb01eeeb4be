import { randomBytes } from "node:crypto";
import { z } from "zod";
import { newUuid, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { hashApiKey } from "./authenticate";

export const CreateApiKeyInput = z.object({ name: z.string().trim().min(1).max(100) });
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

const PREFIX_CHARS = 10;

/** Makes an API key. `key` is in this answer only. */
export async function createApiKey({ ctx, input }: Call<CreateApiKeyInput>) {
  const { name } = CreateApiKeyInput.parse(input);
  const key = `avk_${randomBytes(32).toString("base64url")}`;
  const row = await ctx.db.apiKey.create({
    data: {
      id: newUuid(ctx.now()),
      workspaceId: ctx.workspaceId,
      name,
      keyHash: hashApiKey(key),
      keyPrefix: key.slice(0, PREFIX_CHARS),
      createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
      createdAt: ctx.now(),
    },
  });
  return { id: showId("apiKey", row.id), name, key, keyPrefix: row.keyPrefix, createdAt: row.createdAt };
}
