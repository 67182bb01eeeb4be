import { getProduct } from "@/lib/services/products/get";
import { updateProduct, UpdateProductInput } from "@/lib/services/products/update";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const GET = withRoute("product.read", async ({ ctx, params }) => Response.json(await getProduct({ ctx, input: { productId: String(params.productId) } })), { heedsProducts: true });

const Body = UpdateProductInput.omit({ productId: true });

export const PATCH = withRoute("product.write", async ({ ctx, request, params }) =>
  Response.json(await updateProduct({ ctx, input: { ...(await readJson(request, Body)), productId: String(params.productId) } })));
