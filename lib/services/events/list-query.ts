import { Prisma } from "@/lib/db/client";
import { readId, uuidFloor, uuidMillisecond } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import { normaliseSearchTerm } from "@/lib/domain/search-terms";
import type { Ctx } from "@/lib/services/context";
import type { EventFilters } from "./filters";

const DAY_MS = 86_400_000;
const PERIOD_MS = { "24h": DAY_MS, "7d": 7 * DAY_MS, "60d": 60 * DAY_MS } as const;
// Clocks of several processes differ a little; what just came must not be hidden.
const CLOCK_SLACK_MS = 300_000;

export interface Page {
  cursor?: string | undefined;
  direction: "older" | "newer";
  limit: number;
  /** The only products whose events may be seen, as in Ctx. */
  productIds?: ReadonlySet<string> | undefined;
}

/** The ids that a list may hold: from (included) to (excluded). Every query carries them, so that only those days are read. */
export function idWindow(filters: Pick<EventFilters, "period" | "day" | "from" | "to">, now: Date): { from: string; to: string } {
  const oldest = historyStart(now).getTime();
  const newest = now.getTime() + CLOCK_SLACK_MS;
  if (filters.day) {
    const start = Date.parse(`${filters.day}T00:00:00Z`);
    return { from: uuidFloor(Math.max(start, oldest)), to: uuidFloor(start + DAY_MS) };
  }
  const isAbsolute = filters.from !== undefined || filters.to !== undefined;
  const since = filters.from ? Date.parse(filters.from) : isAbsolute || filters.period === "60d" ? oldest : now.getTime() - PERIOD_MS[filters.period];
  const until = filters.to ? Date.parse(filters.to) : newest;
  return { from: uuidFloor(Math.min(Math.max(since, oldest), newest)), to: uuidFloor(Math.min(Math.max(until, oldest), newest)) };
}

/**
 * The statement that gives the ids of a page, one more than the limit.
 * A filter on how deliveries went is answered from deliveries, whose index has that order; what was resent from those attempts; everything else from events.
 */
export function pageOfIds(workspaceId: string, filters: EventFilters, page: Page, now: Date): Prisma.Sql {
  const isByDelivery = concernsDeliveries(filters);
  const id = idOf(isByDelivery);
  const where = matching(workspaceId, { ...filters, resent: filters.resent === "yes" ? undefined : filters.resent }, now);
  if (page.productIds) where.push(Prisma.sql`product_id = ANY(${[...page.productIds]}::uuid[])`);
  const beyond = (of: Prisma.Sql) => (page.cursor ? [page.direction === "older" ? Prisma.sql`${of} < ${page.cursor}::uuid` : Prisma.sql`${of} > ${page.cursor}::uuid`] : []);
  const order = page.cursor && page.direction === "newer" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const end = (of: Prisma.Sql) => Prisma.sql`ORDER BY ${of} ${order} LIMIT ${page.limit + 1}`;
  const table = isByDelivery ? Prisma.sql`deliveries` : Prisma.sql`events`;
  if (filters.resent !== "yes") {
    return Prisma.sql`
      SELECT ${isByDelivery ? Prisma.sql`DISTINCT` : Prisma.empty} ${id} AS id FROM ${table} AS t
      WHERE ${Prisma.join([...where, ...beyond(id)], " AND ")} ${end(id)}`;
  }
  const resent = [...resentIn(workspaceId, windowOf(filters, now)), ...beyond(Prisma.sql`a.event_id`)];
  if (filters.search) resent.push(Prisma.sql`a.event_id = ANY(ARRAY(${soughtIds(workspaceId, filters.search, filters, now)}))`);
  const { productId, eventType, test } = filters;
  // The offset keeps the look-up one for each row, in their order: as a join, Postgres may sort all that was ever resent.
  if (isByDelivery || productId || eventType || test !== "all" || page.productIds) resent.push(Prisma.sql`EXISTS (SELECT 1 FROM ${table} AS t WHERE ${Prisma.join([ofResent(isByDelivery), ...where], " AND ")} OFFSET 0)`);
  return Prisma.sql`SELECT DISTINCT a.event_id AS id FROM attempts AS a WHERE ${Prisma.join(resent, " AND ")} ${end(Prisma.sql`a.event_id`)}`;
}

/** Where the event's id stands, in `deliveries AS t` or `events AS t`. */
export function idOf(isByDelivery: boolean): Prisma.Sql {
  return isByDelivery ? Prisma.sql`t.event_id` : Prisma.sql`t.id`;
}

/** Whether the filters ask how deliveries went; they are then answered from `deliveries AS t`, else from `events AS t`. */
export function concernsDeliveries(filters: EventFilters): boolean {
  return [filters.status, filters.subscriptionId, filters.response, filters.failure].some((filter) => filter !== undefined);
}

/**
 * The conditions that the filters come to, the workspace and the window of ids among them.
 * @param isByDelivery whether they are on `deliveries AS t`, else on `events AS t`
 */
export function matching(workspaceId: string, filters: EventFilters, now: Date, isByDelivery = concernsDeliveries(filters)): Prisma.Sql[] {
  const id = idOf(isByDelivery);
  const sought = filters.search ? soughtIds(workspaceId, filters.search, filters, now) : null;
  const window = windowOf(filters, now);
  const where = [Prisma.sql`t.workspace_id = ${workspaceId}::uuid`, Prisma.sql`${id} >= ${window.from}::uuid`, Prisma.sql`${id} < ${window.to}::uuid`];
  // As an array that is made first: as a join, Postgres may read the whole window and look each event up among the sought.
  if (sought) where.push(Prisma.sql`${id} = ANY(ARRAY(${sought}))`);
  if (filters.status) where.push(Prisma.sql`status = ${filters.status}`);
  if (filters.response) where.push(answered(filters.response));
  if (filters.failure) where.push(Prisma.sql`last_failure_kind = ${filters.failure}`);
  if (filters.subscriptionId) where.push(Prisma.sql`subscription_id = ${filters.subscriptionId}::uuid`);
  if (filters.productId) where.push(Prisma.sql`product_id = ${filters.productId}::uuid`);
  if (filters.eventType) where.push(Prisma.sql`event_type = ${filters.eventType}`);
  // Written out and not as a parameter, so that "only" may use the index that holds tests alone.
  if (filters.test !== "all") where.push(filters.test === "only" ? Prisma.sql`is_test` : Prisma.sql`NOT is_test`);
  if (filters.resent) where.push(Prisma.sql`${filters.resent === "no" ? Prisma.sql`NOT` : Prisma.empty} EXISTS (
    SELECT 1 FROM attempts AS a WHERE ${Prisma.join([...resentIn(workspaceId, window), ofResent(isByDelivery)], " AND ")})`);
  return where;
}

function answered(response: string): Prisma.Sql {
  const low = Number(response.replace("xx", "00"));
  return response.endsWith("xx") ? Prisma.sql`last_response_status BETWEEN ${low} AND ${low + 99}` : Prisma.sql`last_response_status = ${low}`;
}

/** The attempts, as `attempts AS a`, that were made because a person asked for them again: by a resend or a replay. */
export function resentIn(workspaceId: string, window: { from: string; to: string }): Prisma.Sql[] {
  return [
    Prisma.sql`a.workspace_id = ${workspaceId}::uuid`,
    // The words of the index's own condition, or it could not be used.
    Prisma.sql`a.trigger IN ('resend', 'replay')`,
    Prisma.sql`a.event_id >= ${window.from}::uuid`,
    Prisma.sql`a.event_id < ${window.to}::uuid`,
  ];
}

export interface Resent { event_id: string; delivery_id: string }

/** Which deliveries of the window were resent, at most so many; one may be named more than once. */
export function listResent(ctx: Ctx, filters: EventFilters, limit: number): Promise<Resent[]> {
  return ctx.db.$queryRaw<Resent[]>`
    SELECT a.event_id::text, a.delivery_id::text FROM attempts AS a WHERE ${Prisma.join(resentIn(ctx.workspaceId, windowOf(filters, ctx.now())), " AND ")} LIMIT ${limit}`;
}

/** Among deliveries, it is this one that was sent again; among events, something of this one. */
function ofResent(isByDelivery: boolean): Prisma.Sql {
  return isByDelivery ? Prisma.sql`t.event_id = a.event_id AND t.id = a.delivery_id` : Prisma.sql`t.id = a.event_id`;
}

/** The window of ids; a search for an id means the one, whatever the period. */
function windowOf(filters: EventFilters, now: Date): { from: string; to: string } {
  const term = normaliseSearchTerm(filters.search ?? "") ?? "";
  return readId("event", term) || readId("delivery", term) ? { from: uuidFloor(historyStart(now)), to: uuidFloor(now.getTime() + CLOCK_SLACK_MS) } : idWindow(filters, now);
}

/** Selects the event of a delivery, whose id carries its event's time (decision 2): a look into a millisecond of one partition. */
export function eventOfDelivery(workspaceId: string, deliveryId: string): Prisma.Sql {
  const { from, to } = uuidMillisecond(deliveryId);
  return Prisma.sql`SELECT event_id FROM deliveries
    WHERE event_id >= ${from}::uuid AND event_id < ${to}::uuid AND id = ${deliveryId}::uuid AND workspace_id = ${workspaceId}::uuid`;
}

/** Which events a search means: an id names one; any other text is compared with what was extracted. */
function soughtIds(workspaceId: string, text: string, filters: EventFilters, now: Date): Prisma.Sql {
  const term = normaliseSearchTerm(text) ?? "";
  const eventId = readId("event", term);
  if (eventId) return Prisma.sql`SELECT ${eventId}::uuid`;
  const deliveryId = readId("delivery", term);
  if (deliveryId) return eventOfDelivery(workspaceId, deliveryId);
  const window = idWindow(filters, now);
  return Prisma.sql`SELECT event_id FROM search_terms WHERE workspace_id = ${workspaceId}::uuid AND value = ${term}
    AND event_id >= ${window.from}::uuid AND event_id < ${window.to}::uuid`;
}
