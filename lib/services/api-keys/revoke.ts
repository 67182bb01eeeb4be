import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";

export const RevokeApiKeyInput = z.object({ id: idSchema("apiKey") });
export type RevokeApiKeyInput = z.input<typeof RevokeApiKeyInput>;

/** Ends a key: the next request with it is refused. */
export async function revokeApiKey({ ctx, input }: Call<RevokeApiKeyInput>): Promise<void> {
  const { id } = RevokeApiKeyInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    const [revoked] = await tx.apiKey.updateManyAndReturn({ where: { id, workspaceId: ctx.workspaceId, revokedAt: null }, data: { revokedAt: ctx.now() } });
    if (!revoked) throw notFound("API key");
    await recordAudit(tx, ctx, { action: "apiKey.revoked", target: { kind: "apiKey", id, name: revoked.name } });
  });
}
