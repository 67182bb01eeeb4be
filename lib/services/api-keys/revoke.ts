import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";

export const RevokeApiKeyInput = z.object({ id: idSchema("apiKey") });
export type RevokeApiKeyInput = z.input<typeof RevokeApiKeyInput>;

/** Ends a key at once. Revoking it again changes nothing. */
export async function revokeApiKey({ ctx, input }: Call<RevokeApiKeyInput>): Promise<void> {
  const { id } = RevokeApiKeyInput.parse(input);
  const key = await ctx.db.apiKey.findFirst({ where: { id, workspaceId: ctx.workspaceId } });
  if (!key) throw notFound("API key");
  if (!key.revokedAt) await ctx.db.apiKey.update({ where: { id }, data: { revokedAt: ctx.now() } });
}
