import type { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { NIL_UUID, showId, uuidHour, uuidTime } from "@/lib/domain/ids";
import type { Call, Ctx } from "@/lib/services/context";
import { countsWithin } from "@/lib/services/counts";
import { countRows, isCountedByRows } from "./count-rows";
import { EventFilters } from "./filters";
import { concernsDeliveries, idWindow, matching } from "./list-query";

const PERIODS = EventFilters.shape.period.unwrap().options;

export const CountFacetsInput = EventFilters;
export type CountFacetsInput = z.input<typeof CountFacetsInput>;

/**
 * What each choice of a filter would leave, with all other filters as they are. Status, subscription, response and failure count
 * deliveries; the others count events, or deliveries when one of those is chosen. By whole hours, or exactly where a search, a failure, an answer or what was resent leave few.
 */
export interface EventFacets {
  status: Record<string, number>;
  productId: Record<string, number>;
  subscriptionId: Record<string, number>;
  eventType: Record<string, number>;
  test: Record<string, number>;
  response: Record<string, number>;
  failure: Record<string, number>;
  resent: { yes: number; no: number };
  period: Record<Period, number>;
}
type Period = (typeof PERIODS)[number];
interface Cell { outcome: string; subscription_id: string; product_id: string; event_type: string; is_test: boolean; count: bigint }
const CELL = [Prisma.sql`outcome`, Prisma.sql`subscription_id::text`, Prisma.sql`coalesce(product_id, ${NIL_UUID}::uuid)::text AS product_id`, Prisma.sql`event_type`, Prisma.sql`is_test`];

/** Counts, for every filter, what each of its choices would leave. */
export async function countFacets({ ctx, input }: Call<CountFacetsInput>): Promise<EventFacets> {
  const filters = CountFacetsInput.parse(input);
  const [all, resent, ofAnyAnswer, failing] = await Promise.all([
    readCells(ctx, { ...filters, resent: undefined }), readCells(ctx, { ...filters, resent: "yes" }),
    filters.response ? readCells(ctx, { ...filters, response: undefined }) : null, countFailing(ctx, filters),
  ]);
  const cells = filters.resent === "yes" ? resent : filters.resent === "no" ? without(all, resent) : all;
  const passes: Record<"status" | "productId" | "subscriptionId" | "eventType" | "test", (cell: Cell) => boolean> = {
    status: (cell) => !filters.status || cell.outcome === filters.status,
    productId: (cell) => !filters.productId || cell.product_id === filters.productId,
    subscriptionId: (cell) => !filters.subscriptionId || cell.subscription_id === filters.subscriptionId,
    eventType: (cell) => !filters.eventType || cell.event_type === filters.eventType,
    test: (cell) => filters.test === "all" || cell.is_test === (filters.test === "only"),
  };
  const byDelivery = concernsDeliveries(filters);
  const count = (own: keyof typeof passes | null, ofDeliveries: boolean, nameOf: (cell: Cell) => string, from = cells) => {
    const result: Record<string, number> = {};
    const others = Object.entries(passes).filter(([name]) => name !== own).map(([, pass]) => pass);
    for (const cell of from) {
      if ((cell.subscription_id !== NIL_UUID) !== ofDeliveries || !others.every((pass) => pass(cell))) continue;
      result[nameOf(cell)] = (result[nameOf(cell)] ?? 0) + Number(cell.count);
    }
    return result;
  };
  // One after the other: a page's numbers shall not take all of a process's connections.
  const ofPeriods: Record<string, Cell[]> = {};
  for (const period of PERIODS) ofPeriods[period] = isOf(filters, period) ? cells : await readCells(ctx, { ...filters, period, day: undefined, from: undefined, to: undefined });
  const sum = (from: Cell[]) => Object.values(count(null, byDelivery, () => "all", from)).reduce((total, one) => total + one, 0);
  return {
    status: count("status", true, (cell) => cell.outcome),
    subscriptionId: count("subscriptionId", true, (cell) => showId("subscription", cell.subscription_id)),
    productId: count("productId", byDelivery, (cell) => showId("product", cell.product_id)),
    eventType: count("eventType", byDelivery, (cell) => cell.event_type),
    test: count("test", byDelivery, (cell) => (cell.is_test ? "only" : "hide")),
    response: { "2xx": count(null, true, (cell) => cell.outcome, ofAnyAnswer ?? cells).delivered ?? 0, ...failing.response },
    failure: failing.failure,
    resent: { yes: sum(resent), no: sum(without(all, resent)) },
    period: Object.fromEntries(PERIODS.map((period) => [period, sum(ofPeriods[period]!)])) as Record<Period, number>,
  };
}

function isOf(filters: EventFilters, period: Period): boolean {
  return filters.period === period && [filters.day, filters.from, filters.to].every((one) => one === undefined);
}

/** What is left of cells when those that others count are taken away. */
function without(cells: Cell[], others: Cell[]): Cell[] {
  const keyOf = ({ count: _count, ...cell }: Cell) => JSON.stringify(Object.entries(cell).toSorted());
  const taken = new Map(others.map((cell) => [keyOf(cell), cell.count]));
  return cells.flatMap((cell) => {
    const count = cell.count - (taken.get(keyOf(cell)) ?? 0n);
    return count > 0n ? [{ ...cell, count }] : [];
  });
}

/** The roll-ups of the window, without their hours; where a filter that they don't know leaves few rows, those rows. */
async function readCells(ctx: Ctx, filters: EventFilters): Promise<Cell[]> {
  const { resent, response } = filters;
  if (isCountedByRows(filters)) {
    const narrow: EventFilters = { ...filters, status: undefined, productId: undefined, subscriptionId: undefined, eventType: undefined, test: "all" };
    return countRows<Omit<Cell, "count">>(ctx, narrow, CELL, !concernsDeliveries(filters));
  }
  // Of all, take away what was resent: those are few, and the roll-ups know nothing of them.
  if (resent === "no") return without(...(await Promise.all([readCells(ctx, { ...filters, resent: undefined }), readCells(ctx, { ...filters, resent: "yes" })])));
  const window = idWindow(filters, ctx.now());
  const [from, to] = [uuidHour(window.from), uuidTime(window.to)];
  const { table, at } = countsWithin(from, to, ctx.now());
  const cells = await ctx.db.$queryRaw<Cell[]>`
    SELECT outcome, subscription_id::text, product_id::text, event_type, is_test, sum(count)::bigint AS count FROM ${table} AS counted
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND ${at} >= ${from.toISOString()}::timestamptz AND ${at} < ${to.toISOString()}::timestamptz
    GROUP BY outcome, counted.subscription_id, counted.product_id, event_type, is_test HAVING sum(count) > 0`;
  return response ? cells.filter(({ outcome }) => outcome === "delivered") : cells;
}

/** Failing deliveries by kind and answer; there are few, and an index holds only them. */
async function countFailing(ctx: Ctx, filters: EventFilters): Promise<Pick<EventFacets, "response" | "failure">> {
  const others = { ...filters, response: undefined, failure: undefined };
  const where = [...matching(ctx.workspaceId, others, ctx.now(), true), Prisma.sql`last_failure_kind IS NOT NULL`];
  const rows = await ctx.db.$queryRaw<{ kind: string; status: number | null; count: bigint }[]>`
    SELECT last_failure_kind AS kind, last_response_status AS status, count(*) AS count FROM deliveries AS t WHERE ${Prisma.join(where, " AND ")} GROUP BY 1, 2`;
  const response: Record<string, number> = {};
  const failure: Record<string, number> = {};
  const add = (to: Record<string, number>, name: string, count: number) => void (to[name] = (to[name] ?? 0) + count);
  for (const row of rows) {
    const status = row.status === null ? null : String(row.status);
    if (isLeft(filters.response, status)) add(failure, row.kind, Number(row.count));
    if (status === null || (filters.failure && filters.failure !== row.kind)) continue;
    add(response, status, Number(row.count));
    if (!status.startsWith("2")) add(response, `${status[0]}xx`, Number(row.count));
  }
  return { response, failure };
}

function isLeft(response: string | undefined, status: string | null): boolean {
  if (!response) return true;
  return status !== null && (response.endsWith("xx") ? status[0] === response[0] : status === response);
}
