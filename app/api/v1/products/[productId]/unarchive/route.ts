import { unarchiveProduct } from "@/lib/services/products/unarchive";
import { withRoute } from "@/lib/web/api";

export const POST = withRoute("product.write", async ({ ctx, params }) => Response.json(await unarchiveProduct({ ctx, input: { productId: String(params.productId) } })));
