import { listReplays, ListReplaysInput } from "@/lib/services/replays/list";
import { planReplay, PlanReplayInput } from "@/lib/services/replays/plan";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";
import { readApiQuery } from "@/lib/web/read-query";

export const GET = withRoute("event.read", async ({ ctx, request }) => Response.json(await listReplays({ ctx, input: readApiQuery(request, ListReplaysInput) })));

export const POST = withRoute("event.resend", async ({ ctx, request }) =>
  Response.json(await planReplay({ ctx, input: await readJson(request, PlanReplayInput) }), { status: 201 }));
