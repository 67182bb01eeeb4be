import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { findOwnedProduct, showProduct, type Product } from "./read";

export const UnarchiveProductInput = z.object({ productId: idSchema("product") });
export type UnarchiveProductInput = z.input<typeof UnarchiveProductInput>;

/** Takes a product out of the archive. */
export async function unarchiveProduct({ ctx, input }: Call<UnarchiveProductInput>): Promise<Product> {
  const { productId } = UnarchiveProductInput.parse(input);
  const { id } = await findOwnedProduct(ctx.db, ctx.workspaceId, productId);
  return showProduct(await ctx.db.product.update({ where: { id }, data: { archivedAt: null } }));
}
