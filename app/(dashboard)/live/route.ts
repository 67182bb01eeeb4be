import { isSessionOpen } from "@/lib/services/people/sessions";
import { changeStream } from "@/lib/web/event-stream";
import { onWorkspaceChange } from "@/lib/web/live";
import { withSessionRoute } from "@/lib/web/session-route";

/** Tells an open tab that something changed in the workspace; what, it asks then. */
export const GET = withSessionRoute("event.read", async ({ ctx: { db, workspaceId, session }, request }) => {
  const mayHear = () => isSessionOpen({ db, now: new Date(), ...session, workspaceId });
  return changeStream({ subscribe: (onChange) => onWorkspaceChange(workspaceId, onChange), mayHear }, request.signal);
});
