import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { newUuid } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { MAX_PRODUCTS } from "@/lib/services/events/ingest-product";
import { platformIdSchema, productNameSchema, refuseTakenIds } from "./fields";
import { showProduct, type Product } from "./read";

export const CreateProductInput = z.object({
  name: productNameSchema,
  externalId: platformIdSchema.optional().meta({ description: "The product's id on your platform; events are matched by it" }),
  ucode: platformIdSchema.optional().meta({ description: "Its second, stable id there, where it has one" }),
});
export type CreateProductInput = z.input<typeof CreateProductInput>;

/** Makes a product. @throws AppError `invalid` at the id that another product has */
export async function createProduct({ ctx, input }: Call<CreateProductInput>): Promise<Product> {
  const { name, externalId = null, ucode = null } = CreateProductInput.parse(input);
  return ctx.db.$transaction(async (tx) => {
    await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
    if ((await tx.product.count({ where: { workspaceId: ctx.workspaceId } })) >= MAX_PRODUCTS) throw new AppError("limit_exceeded", `A workspace may have ${MAX_PRODUCTS} products.`, { fix: "Change one that you no longer need." });
    await refuseTakenIds(tx, ctx.workspaceId, { externalId, ucode });
    const row = await tx.product.create({ data: { id: newUuid(ctx.now()), workspaceId: ctx.workspaceId, name, externalId, ucode, origin: "created", createdAt: ctx.now() } });
    await recordAudit(tx, ctx, { action: "product.created", target: { kind: "product", id: row.id, name }, after: { name, externalId, ucode } });
    return showProduct(row);
  });
}
