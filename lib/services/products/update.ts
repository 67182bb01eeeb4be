import { z } from "zod";
import { difference } from "@/lib/domain/audit";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
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
    const known = await findOwnedProduct(tx, ctx.workspaceId, productId);
    await refuseTakenIds(tx, ctx.workspaceId, { id: known.id, externalId, ucode });
    const row = await tx.product.update({ where: { id: known.id }, data: { name, externalId, ucode } });
    await recordAudit(tx, ctx, {
      action: "product.updated", target: { kind: "product", id: row.id, name: row.name },
      ...difference({ name: known.name, externalId: known.externalId, ucode: known.ucode }, { name, externalId, ucode }),
    });
    return showProduct(row);
  });
}
