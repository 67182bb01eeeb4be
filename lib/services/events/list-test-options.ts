import { EVENT_TYPES, type EventTypeGroup } from "@/lib/domain/event-types/catalogue";
import { showId } from "@/lib/domain/ids";
import { prettyJson } from "@/lib/format";
import { listBookmarks } from "@/lib/services/bookmarks/list";
import type { Ctx } from "@/lib/services/context";

export interface TestSample {
  id: string;
  name: string;
  data: string;
  /** A real event that was kept; its id is the bookmark's. */
  isBookmark?: boolean;
}
export interface TestOptions {
  subscriptions: { id: string; name: string; url: string; status: string }[];
  eventTypes: {
    name: string;
    /** "own" for the workspace's own types. */
    group: EventTypeGroup | "own";
    /** `data` is the sample's data as JSON text, laid out to be edited; `id` tells samples of all types apart. */
    samples: TestSample[];
  }[];
}

/** What a test may be made of: where it can go, and the event types with their samples. */
export async function listTestOptions({ ctx }: { ctx: Ctx }): Promise<TestOptions> {
  const { db, workspaceId } = ctx;
  const subscriptions = await db.subscription.findMany({ where: { workspaceId, deletedAt: null }, select: { id: true, name: true, url: true, status: true }, orderBy: { name: "asc" } });
  const own = await db.eventType.findMany({ where: { workspaceId }, select: { name: true, title: true, sample: true }, orderBy: { name: "asc" } });
  const bookmarks = (await listBookmarks({ ctx })).data;
  const types: TestOptions["eventTypes"] = [
    ...EVENT_TYPES.map((type) => ({
      name: type.name,
      group: type.group,
      samples: type.samples.map((sample, index) => ({ id: `${type.name}/${index}`, name: sample.name, data: layOut(sample.data) })),
    })),
    ...own.map((type) => ({ name: type.name, group: "own" as const, samples: [{ id: `${type.name}/0`, name: type.title, data: layOut(type.sample ?? "{}") }] })),
  ];
  for (const { id, name, eventType, data } of bookmarks) {
    let type = types.find((one) => one.name === eventType);
    if (!type) types.push((type = { name: eventType, group: "own", samples: [] }));
    type.samples.push({ id, name, data: layOut(data), isBookmark: true });
  }
  return {
    subscriptions: subscriptions.map((s) => ({ id: showId("subscription", s.id), name: s.name, url: s.url, status: s.status })),
    eventTypes: types,
  };
}

/** JSON over lines, as text and not parsed and written again: digits and escapes stay as they came. */
function layOut(text: string): string {
  return prettyJson(text)?.map((token) => token.text).join("") ?? text;
}
