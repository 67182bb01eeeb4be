import { createBookmark, CreateBookmarkInput } from "@/lib/services/bookmarks/create";
import { listBookmarks } from "@/lib/services/bookmarks/list";
import { withRoute } from "@/lib/web/api";
import { readJson } from "@/lib/web/read-json";

export const GET = withRoute("event.read", async ({ ctx }) => Response.json(await listBookmarks({ ctx })));

export const POST = withRoute("event.test", async ({ ctx, request }) => {
  const { bookmarkId } = await createBookmark({ ctx, input: await readJson(request, CreateBookmarkInput) });
  return Response.json({ id: bookmarkId }, { status: 201 });
});
