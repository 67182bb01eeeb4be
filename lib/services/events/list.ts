import { z } from "zod";
import { idSchema, readId, showId, uuidTime } from "@/lib/domain/ids";
import type { Call, Ctx } from "@/lib/services/context";
import { readDeliverySummaries, type DeliveryState, type DeliverySummary } from "@/lib/services/deliveries/read";
import type { Page } from "@/lib/services/page";
import { deliveriesAsked } from "./deliveries-asked";
import { EventFilters } from "./filters";
import { pageOfIds } from "./list-query";

export const ListEventsInput = EventFilters.extend({
  cursor: idSchema("event").optional(),
  direction: z.enum(["older", "newer"]).default("older"),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListEventsInput = z.input<typeof ListEventsInput>;

export interface EventRow {
  id: string;
  eventType: string;
  externalId: string;
  receivedAt: Date;
  isTest: boolean;
  product: { id: string; name: string } | null;
  /** The state of the delivery that needs most attention, of those that the filters ask for; null when no subscription wanted the event. */
  state: DeliveryState | null;
  /** That delivery; the one whose attempts, answer and next try a row tells. */
  lead: DeliverySummary | null;
  deliveries: DeliverySummary[];
}
export interface EventPage extends Page<EventRow> {
  /** The `cursor` of the page of newer events, with direction=newer; null at the beginning. */
  previous: string | null;
}

const RECENT_MS = 2 * 86_400_000;
const ATTENTION: readonly DeliveryState[] = ["failed", "retrying", "sending", "waiting", "held", "delivered", "cancelled"];

/** A page of events, newest first. Rows that arrive meanwhile never move it, because it hangs on ids. */
export async function listEvents({ ctx, input }: Call<ListEventsInput>): Promise<EventPage> {
  const { cursor, direction, limit, ...filters } = ListEventsInput.parse(input);
  const readIds = (within: EventFilters) => ctx.db.$queryRaw<{ id: string }[]>(pageOfIds(ctx.workspaceId, within, { cursor, direction, limit, productIds: ctx.productIds }, ctx.now()));
  const recent = isFromNewest({ cursor, ...filters }) ? await readIds({ ...filters, from: new Date(ctx.now().getTime() - RECENT_MS).toISOString() }) : [];
  const ids = recent.length > limit ? recent : await readIds(filters);
  const hasMore = ids.length > limit;
  const page = ids.slice(0, limit).map((row) => row.id);
  const isNewerPage = cursor !== undefined && direction === "newer";
  if (isNewerPage) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  return {
    data: await readEventRows(ctx, page, filters),
    next: last && (isNewerPage || hasMore) ? showId("event", last) : null,
    previous: first && cursor && (!isNewerPage || hasMore) ? showId("event", first) : null,
  };
}

/** Where the newest days mostly fill a page, they are asked first: to plan for all 60 takes Postgres longer than to read. */
function isFromNewest({ cursor, period, day, from, to, search }: EventFilters & { cursor?: string | undefined }): boolean {
  return [cursor, day, from, to, search].every((one) => one === undefined) && period !== "24h";
}

/**
 * The rows of these events, newest first.
 * @param ids sorted so
 * @param filters those of the list, whose rows tell of the deliveries that it was asked for
 */
export async function readEventRows(ctx: Ctx, ids: string[], filters?: EventFilters): Promise<EventRow[]> {
  if (ids.length === 0) return [];
  const events = await ctx.db.event.findMany({
    where: { workspaceId: ctx.workspaceId, id: { in: ids, gte: ids.at(-1)!, lte: ids[0]! } },
    select: { id: true, eventType: true, externalId: true, isTest: true, productId: true },
    orderBy: { id: "desc" },
  });
  const productIds = [...new Set(events.flatMap((event) => event.productId ?? []))];
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: productIds } }, select: { id: true, name: true } });
  const names = new Map(products.map((product) => [product.id, product.name]));
  const byEvent = Map.groupBy(await readDeliverySummaries(ctx.db, ctx.workspaceId, ids), (delivery) => readId("event", delivery.eventId)!);
  return events.map((event) => {
    const deliveries = byEvent.get(event.id) ?? [];
    const lead = (filters ? deliveriesAsked(deliveries, filters) : deliveries).toSorted((a, b) => ATTENTION.indexOf(a.state) - ATTENTION.indexOf(b.state))[0] ?? null;
    return {
      id: showId("event", event.id),
      eventType: event.eventType,
      externalId: event.externalId,
      receivedAt: uuidTime(event.id),
      isTest: event.isTest,
      product: event.productId ? { id: showId("product", event.productId), name: names.get(event.productId) ?? "" } : null,
      state: lead?.state ?? null,
      lead,
      deliveries,
    };
  });
}
