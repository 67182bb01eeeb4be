import { archiveProduct } from "@/lib/services/products/archive";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("product.write", async ({ ctx, params }) => Response.json(await archiveProduct({ ctx, input: { productId: String(params.productId) } })));
