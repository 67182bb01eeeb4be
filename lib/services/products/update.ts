import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { platformIdSchema, productNameSchema, refuseTakenIds } from "./fields";
import { findOwnedProduct, showProduct, type Product } from "./read";

export const UpdateProductInput = z.object({
  productId: idSchema("product"),
  name: productNameSchema.optional(),
  /** An empty text or null takes it away. */
  externalId: platformIdSchema.optional(),
  ucode: platformIdSchema.optional(),
});
export type UpdateProductInput = z.input<typeof UpdateProductInput>;

/** Changes a product's name or ids; what is not given stays. @throws AppError `invalid` at the id that another product has */
export async function updateProduct({ ctx, input }: Call<UpdateProductInput>): Promise<Product> {
  const { productId, name, externalId, ucode } = UpdateProductInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
    const { id } = await findOwnedProduct(tx, ctx.workspaceId, productId);
    await refuseTakenIds(tx, ctx.workspaceId, { id, externalId, ucode });
    return showProduct(await tx.product.update({ where: { id }, data: { name, externalId, ucode } }));
  });
}
