import { z } from "zod";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnedProduct, showProduct, type Product } from "./read";

export const UnarchiveProductInput = z.object({ productId: idSchema("product") });
export type UnarchiveProductInput = z.input<typeof UnarchiveProductInput>;

/** Takes a product out of the archive. */
export async function unarchiveProduct({ ctx, input }: Call<UnarchiveProductInput>): Promise<Product> {
  const { productId } = UnarchiveProductInput.parse(input);
  const { id, name } = await findOwnedProduct(ctx.db, ctx.workspaceId, productId);
  return ctx.db.$transaction(async (tx) => {
    await recordAudit(tx, ctx, { action: "product.unarchived", target: { kind: "product", id, name } });
    return showProduct(await tx.product.update({ where: { id }, data: { archivedAt: null } }));
  });
}
