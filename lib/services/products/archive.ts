import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedProduct, showProduct, type Product } from "./read";

export const ArchiveProductInput = z.object({ productId: idSchema("product") });
export type ArchiveProductInput = z.input<typeof ArchiveProductInput>;

/**
 * Puts a product away: it is no longer offered where products are chosen. Its events are still taken in and delivered,
 * because a sale must not be lost over tidiness. Doing it twice is doing it once.
 */
export async function archiveProduct({ ctx, input }: Call<ArchiveProductInput>): Promise<Product> {
  const { productId } = ArchiveProductInput.parse(input);
  const product = await findOwnedProduct(ctx.db, ctx.workspaceId, productId);
  if (product.archivedAt) return showProduct(product);
  return ctx.db.$transaction(async (tx) => {
    await recordAudit(tx, ctx, { action: "product.archived", target: { kind: "product", id: product.id, name: product.name } });
    return showProduct(await tx.product.update({ where: { id: product.id }, data: { archivedAt: ctx.now() } }));
  });
}
