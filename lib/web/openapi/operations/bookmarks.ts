import { z } from "zod";
import { CreateBookmarkInput } from "@/lib/services/bookmarks/create";
import type { Operation } from "./operation";
import { listOf } from "../list-of";

const id = (prefix: string) => z.string().meta({ examples: [`${prefix}_01h455vb4pex5vsknk084sn02q`] });
const Bookmark = z.object({
  id: id("bmk"), name: z.string(), eventType: z.string(), eventId: id("evt").meta({ description: "It may no longer be kept" }),
  data: z.string().meta({ description: "The payload's data as JSON text, as it came" }), createdBy: z.string(), createdAt: z.iso.datetime(),
});

export const BOOKMARK_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/bookmarks", tag: "Test events", id: "listBookmarks", needsKey: true,
    summary: "List events kept as samples", description: "Newest first, with their data, to be edited and sent as test events.",
    answers: { 200: { description: "All", schema: listOf(Bookmark) } },
    problems: {},
  },
  {
    method: "post", path: "/api/v1/bookmarks", tag: "Test events", id: "createBookmark", needsKey: true,
    summary: "Keep an event as a sample", description: "Copies the event's data, which then stays for longer than the event. The same event again gives the same bookmark.",
    body: CreateBookmarkInput, example: { eventId: "evt_01h455vb4pex5vsknk084sn02q", name: "The sale with the coupon" },
    answers: { 201: { description: "Kept", schema: z.object({ id: id("bmk") }) } },
    problems: { 404: "No such event, or it is no longer kept", 422: "A field is not valid" },
  },
  {
    method: "delete", path: "/api/v1/bookmarks/{bookmarkId}", tag: "Test events", id: "deleteBookmark", needsKey: true,
    summary: "Remove an event from the samples", description: "The event itself stays.",
    answers: { 204: { description: "Removed" } },
    problems: { 404: "No such bookmark", 422: "Not a bookmark's id" },
  },
];
