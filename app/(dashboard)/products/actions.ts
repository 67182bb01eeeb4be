"use server";
import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { archiveProduct, ArchiveProductInput } from "@/lib/services/products/archive";
import { createProduct, CreateProductInput } from "@/lib/services/products/create";
import { unarchiveProduct, UnarchiveProductInput } from "@/lib/services/products/unarchive";
import { updateProduct, UpdateProductInput } from "@/lib/services/products/update";
import { authedAction } from "@/lib/web/action";

export const createProductAction = authedAction("product.write", CreateProductInput, async ({ ctx, input }) => {
  const { name } = await createProduct({ ctx, input });
  revalidatePath(routes.products.list());
  return { name };
});

export const updateProductAction = authedAction("product.write", UpdateProductInput, async ({ ctx, input }) => {
  const { name } = await updateProduct({ ctx, input });
  revalidatePath(routes.products.list());
  return { name };
});

export const archiveProductAction = authedAction("product.write", ArchiveProductInput, async ({ ctx, input }) => {
  await archiveProduct({ ctx, input });
  revalidatePath(routes.products.list());
});

export const unarchiveProductAction = authedAction("product.write", UnarchiveProductInput, async ({ ctx, input }) => {
  await unarchiveProduct({ ctx, input });
  revalidatePath(routes.products.list());
});
