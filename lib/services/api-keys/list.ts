import { z } from "zod";
import { showId } from "@/lib/domain/ids";
import type { KeyScope } from "@/lib/domain/permissions";
import type { Call } from "@/lib/services/context";

export const ListApiKeysInput = z.object({});
export type ListApiKeysInput = z.input<typeof ListApiKeysInput>;

export interface ApiKeyItem {
  id: string;
  name: string;
  keyPrefix: string;
  scope: KeyScope;
  /** The names of the products it is for; null: all. */
  products: string[] | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  isExpired: boolean;
}

/** The workspace's API keys that are not revoked, newest first. */
export async function listApiKeys({ ctx }: Call<ListApiKeysInput>): Promise<ApiKeyItem[]> {
  const rows = await ctx.db.apiKey.findMany({ where: { workspaceId: ctx.workspaceId, revokedAt: null }, orderBy: { id: "desc" } });
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: rows.flatMap((row) => row.productIds) } }, select: { id: true, name: true } });
  const names = new Map(products.map((product) => [product.id, product.name]));
  return rows.map((row) => ({
    id: showId("apiKey", row.id),
    name: row.name,
    keyPrefix: row.keyPrefix,
    scope: row.scope as KeyScope,
    products: row.allProducts ? null : row.productIds.map((id) => names.get(id) ?? showId("product", id)),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    expiresAt: row.expiresAt,
    isExpired: row.expiresAt !== null && row.expiresAt <= ctx.now(),
  }));
}
