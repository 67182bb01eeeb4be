import { createProduct, CreateProductInput } from "@/lib/services/products/create";
import { listProducts, ListProductsInput } from "@/lib/services/products/list";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("product.read", async ({ ctx, request }) => Response.json(await listProducts({ ctx, input: readApiQuery(request, ListProductsInput) })), { heedsProducts: true });

export const POST = withRoute("product.write", async ({ ctx, request }) =>
  Response.json(await createProduct({ ctx, input: await readJson(request, CreateProductInput) }), { status: 201 }));
