import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { NIL_UUID, readId, showId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import { evaluateFilter, listPaths, readForFilter, type FilterClause } from "@/lib/domain/payload-filter";
import { historyStart } from "@/lib/domain/retention";
import { SubscriptionInput } from "@/lib/domain/subscription";
import type { Call, Ctx } from "@/lib/services/context";

/** What a subscription selects; the rest of it does not matter here. */
export const BackTestInput = z.object({
  allProducts: SubscriptionInput.shape.allProducts, productIds: SubscriptionInput.shape.productIds,
  allEventTypes: SubscriptionInput.shape.allEventTypes, eventTypes: SubscriptionInput.shape.eventTypes, filter: SubscriptionInput.shape.filter,
});
export type BackTestInput = z.input<typeof BackTestInput>;

export interface BackTest {
  /** Events of the chosen products and types in the last 60 days, tests left out. */
  selected: number;
  /** Those of them that pass the filter; an estimate from the newest, unless `isExact`. */
  matched: number;
  isExact: boolean;
  /** The newest events that the filter was tried on, and how many of them pass. */
  sample: { size: number; passed: number };
  examples: { id: string; eventType: string; product: string | null; receivedAt: Date; isMatch: boolean; clause: FilterClause | null; found: string | null }[];
  /** Fields of the newest payloads, for the form to offer. */
  paths: { path: string; example: string }[];
}

/** Payloads that a filter is tried on: as many as can be read and judged in a few dozen milliseconds. */
const SAMPLE = 400;
const EXAMPLES = 8;
const PATH_SOURCES = 20;
const MAX_PATHS = 150;

/** What a selection would have matched in the last 60 days. Counts come from the roll-ups; a filter is tried on the newest payloads. */
export async function backTest({ ctx, input }: Call<BackTestInput>): Promise<BackTest> {
  const { allProducts, productIds, allEventTypes, eventTypes, filter } = BackTestInput.parse(input);
  const products = (allProducts ?? productIds.length === 0) ? null : productIds.flatMap((id) => readId("product", id) ?? []);
  const types = (allEventTypes ?? eventTypes.length === 0) ? null : eventTypes;
  const since = historyStart(ctx.now());
  const where = Prisma.sql`workspace_id = ${ctx.workspaceId}::uuid AND NOT is_test
    ${products ? Prisma.sql`AND product_id = ANY(${products}::uuid[])` : Prisma.empty} ${types ? Prisma.sql`AND event_type = ANY(${types}::text[])` : Prisma.empty}`;
  const [[count], newest] = await Promise.all([
    ctx.db.$queryRaw<{ selected: number }[]>`
      SELECT coalesce(sum(count), 0)::int AS selected FROM hourly_counts
      WHERE ${where} AND outcome = 'received' AND subscription_id = ${NIL_UUID}::uuid AND hour >= ${since.toISOString()}::timestamptz`,
    ctx.db.$queryRaw<{ id: string; event_type: string; product_id: string | null; body: string }[]>`
      SELECT id::text, event_type, product_id::text, body FROM events
      WHERE ${where} AND id >= ${uuidFloor(since)}::uuid ORDER BY id DESC LIMIT ${filter ? SAMPLE : PATH_SOURCES}`,
  ]);
  const judged = newest.map((event) => {
    const data = (readForFilter(event.body) as { data?: unknown }).data;
    return { event, data, outcome: filter ? evaluateFilter(filter, data) : ({ isTrue: true } as const) };
  });
  const passed = judged.filter(({ outcome }) => outcome.isTrue).length;
  const selected = Math.max(count?.selected ?? 0, newest.length);
  const isExact = filter === null || newest.length >= selected;
  const names = await readNames(ctx, newest.slice(0, EXAMPLES).flatMap((event) => event.product_id ?? []));
  return {
    selected,
    matched: filter === null ? selected : isExact ? passed : Math.round((selected * passed) / newest.length),
    isExact,
    sample: { size: newest.length, passed },
    examples: judged.slice(0, EXAMPLES).map(({ event, outcome }) => ({
      id: showId("event", event.id),
      eventType: event.event_type,
      product: event.product_id ? (names.get(event.product_id) ?? null) : null,
      receivedAt: uuidTime(event.id),
      isMatch: outcome.isTrue,
      clause: outcome.isTrue ? null : outcome.clause,
      found: outcome.isTrue ? null : outcome.found,
    })),
    paths: mergePaths(judged.slice(0, PATH_SOURCES).map(({ data }) => data)),
  };
}

async function readNames(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: ids } }, select: { id: true, name: true } });
  return new Map(products.map((product) => [product.id, product.name]));
}

function mergePaths(payloads: unknown[]): BackTest["paths"] {
  const found = new Map<string, string>();
  for (const payload of payloads) for (const { path, example } of listPaths(payload, MAX_PATHS)) if (!found.has(path)) found.set(path, example);
  return [...found].slice(0, MAX_PATHS).map(([path, example]) => ({ path, example }));
}
