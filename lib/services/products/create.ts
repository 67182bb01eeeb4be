import { z } from "zod";
import { newUuid } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
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
    await refuseTakenIds(tx, ctx.workspaceId, { externalId, ucode });
    const row = await tx.product.create({ data: { id: newUuid(ctx.now()), workspaceId: ctx.workspaceId, name, externalId, ucode, origin: "created", createdAt: ctx.now() } });
    await recordAudit(tx, ctx, { action: "product.created", target: { kind: "product", id: row.id, name }, after: { name, externalId, ucode } });
    return showProduct(row);
  });
}
