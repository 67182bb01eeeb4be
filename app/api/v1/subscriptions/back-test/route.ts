import { backTest, BackTestInput } from "@/lib/services/subscriptions/back-test";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const POST = withRoute("event.read", async ({ ctx, request }) => Response.json(await backTest({ ctx, input: await readJson(request, BackTestInput) })));
