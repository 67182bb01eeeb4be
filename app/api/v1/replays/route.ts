import { AppError } from "@/lib/domain/errors";
import { listReplays, type ListReplaysInput } from "@/lib/services/replays/list";
import { planReplay, type PlanReplayInput } from "@/lib/services/replays/plan";
import { withRoute } from "@/lib/web/api";

export const GET = withRoute("event.read", async ({ ctx, request }) => {
  const input = Object.fromEntries(new URL(request.url).searchParams) as ListReplaysInput;
  return Response.json(await listReplays({ ctx, input }));
});

export const POST = withRoute("event.resend", async ({ ctx, request }) => {
  const input = (await request.json().catch(() => {
    throw new AppError("malformed", "The body is not JSON.", { fix: "Send a JSON object; {} plans all that failed." });
  })) as PlanReplayInput;
  return Response.json(await planReplay({ ctx, input }), { status: 201 });
});
