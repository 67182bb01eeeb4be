import { revealSecret } from "@/lib/services/subscriptions/reveal-secret";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("secret.read", async ({ ctx, params }) => Response.json(await revealSecret({ ctx, input: { id: String(params.id) } })));
