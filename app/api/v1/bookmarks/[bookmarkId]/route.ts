import { deleteBookmark } from "@/lib/services/bookmarks/delete";
import { withRoute } from "@/lib/web/api";

export const DELETE = withRoute("event.test", async ({ ctx, params }) => {
  await deleteBookmark({ ctx, input: { bookmarkId: String(params.bookmarkId) } });
  return new Response(null, { status: 204 });
});
