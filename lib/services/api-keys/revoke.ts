import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";

export const RevokeApiKeyInput = z.object({ id: idSchema("apiKey") });
export type RevokeApiKeyInput = z.input<typeof RevokeApiKeyInput>;

/** Ends a key: the next request with it is refused. */
export async function revokeApiKey({ ctx, input }: Call<RevokeApiKeyInput>): Promise<void> {
  const { id } = RevokeApiKeyInput.parse(input);
  const { count } = await ctx.db.apiKey.updateMany({ where: { id, workspaceId: ctx.workspaceId, revokedAt: null }, data: { revokedAt: ctx.now() } });
  if (count === 0) throw notFound("API key");
}
