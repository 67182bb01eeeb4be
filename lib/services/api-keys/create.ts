import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import { AppError } from "@/lib/domain/errors";
import { idSchema, newUuid, showId } from "@/lib/domain/ids";
import { KEY_SCOPES } from "@/lib/domain/permissions";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { apiKeyPrefix, hashApiKey, newApiKey } from "./key";

const MAX_DAYS = 3_650;

export const CreateApiKeyInput = z.object({
  name: z.string().trim().min(1, "Give the key a name").max(100).refine(isNameText, "Use printable characters only"),
  scope: z.enum(KEY_SCOPES).default("manage"),
  /** None means all products. */
  productIds: z.array(idSchema("product")).max(500).default([]),
  /** Days from now; null when it does not end by itself. */
  expiresInDays: z.int().min(1).max(MAX_DAYS).nullable().default(null),
});
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

/** Makes an API key. `key` is in this answer only. */
export async function createApiKey({ ctx, input }: Call<CreateApiKeyInput>) {
  const { name, scope, productIds, expiresInDays } = CreateApiKeyInput.parse(input);
  if (scope === "manage" && productIds.length > 0) {
    const message = "A key that manages is for all products";
    throw new AppError("invalid", message, { fix: "Leave the products out, or make a key that sends events or reads.", issues: [{ path: "productIds", message }] });
  }
  const known = await ctx.db.product.count({ where: { workspaceId: ctx.workspaceId, id: { in: productIds } } });
  if (known !== new Set(productIds).size) throw new AppError("invalid", "One of the products does not exist.", { issues: [{ path: "productIds", message: "There is no such product" }] });
  const key = newApiKey();
  const row = await ctx.db.$transaction(async (tx) => {
    const made = await tx.apiKey.create({
      data: {
        id: newUuid(ctx.now()),
        workspaceId: ctx.workspaceId,
        name,
        keyHash: hashApiKey(key),
        keyPrefix: apiKeyPrefix(key),
        scope,
        allProducts: productIds.length === 0,
        productIds: [...new Set(productIds)],
        expiresAt: expiresInDays === null ? null : new Date(ctx.now().getTime() + expiresInDays * 86_400_000),
        createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
        createdAt: ctx.now(),
      },
    });
    const after = { name, prefix: made.keyPrefix, scope, products: made.productIds.map((id) => showId("product", id)), expiresAt: made.expiresAt?.toISOString() ?? null };
    await recordAudit(tx, ctx, { action: "apiKey.created", target: { kind: "apiKey", id: made.id, name }, after });
    return made;
  });
  return { id: showId("apiKey", row.id), name, scope, key, keyPrefix: row.keyPrefix, createdAt: row.createdAt, expiresAt: row.expiresAt };
}
