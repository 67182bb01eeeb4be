import type { Ctx } from "@/lib/services/context";

/** The condition on rows with a product that keeps an API key to its products; empty where it is for all. */
export function withinProducts({ productIds }: Ctx): { productId?: { in: string[] } } {
  return productIds ? { productId: { in: [...productIds] } } : {};
}
