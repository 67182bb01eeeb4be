import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { findOwnedProduct, showProduct } from "./read";
import { withActivity, type ProductWithActivity } from "./read-activity";

export const GetProductInput = z.object({ productId: idSchema("product") });
export type GetProductInput = z.input<typeof GetProductInput>;

/** One product, with how lively it is. @throws AppError `not_found` */
export async function getProduct({ ctx, input }: Call<GetProductInput>): Promise<ProductWithActivity> {
  const { productId } = GetProductInput.parse(input);
  if (ctx.productIds && !ctx.productIds.has(productId)) throw notFound("product");
  const [product] = await withActivity(ctx, [showProduct(await findOwnedProduct(ctx.db, ctx.workspaceId, productId))]);
  return product!;
}
