import { changeStream } from "@/lib/web/event-stream";
import { onWorkspaceChange } from "@/lib/web/live";
import { withSessionRoute } from "@/lib/web/session-route";

/** Tells an open tab that something changed in the workspace; what, it asks then. */
export const GET = withSessionRoute("event.read", async ({ ctx, request }) => changeStream((onChange) => onWorkspaceChange(ctx.workspaceId, onChange), request.signal));
