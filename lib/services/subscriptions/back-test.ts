import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { idSchema, NIL_UUID, readId, showId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import { matchEvent, type MatchableSubscription } from "@/lib/domain/match";
import { isOwnEventType } from "@/lib/domain/notice";
import { listPaths, readForFilter, type FilterClause } from "@/lib/domain/payload-filter";
import { historyStart } from "@/lib/domain/retention";
import { SubscriptionInput } from "@/lib/domain/subscription";
import type { Call, Ctx } from "@/lib/services/context";
import { DAYS } from "@/lib/services/counts";
import { inTurn } from "./back-test-turns";

/** What a subscription selects; the rest of it does not matter here. */
export const BackTestInput = z.object({
  allProducts: SubscriptionInput.shape.allProducts, productIds: SubscriptionInput.shape.productIds,
  allEventTypes: SubscriptionInput.shape.allEventTypes, eventTypes: SubscriptionInput.shape.eventTypes, filter: SubscriptionInput.shape.filter,
  /** Goes on where an answer's `next` says. */
  before: idSchema("event").optional(),
});
export type BackTestInput = z.input<typeof BackTestInput>;

export interface BackTest {
  /** Events of the chosen products and types in the last 60 days, tests left out. */
  selected: number;
  /** Those of the tried ones that a subscription like this would have got. */
  matched: number;
  /** How many of the selected were tried, newest first. */
  tried: number;
  /** Where time ran out: the `before` that tries the rest. Null when all were tried. */
  next: string | null;
  /** The newest that match. */
  examples: BackTestEvent[];
  /** The newest that the filter keeps out, with the condition that is false and what stands in its field. */
  refused: (BackTestEvent & { clause: FilterClause; found: string | null })[];
  /** Fields of the newest payloads, for the form to offer. */
  paths: { path: string; example: string }[];
}
export interface BackTestEvent { id: string; eventType: string; product: string | null; receivedAt: Date }
interface Row { id: string; event_type: string; product_id: string | null; body: string }
interface Page { rows: Row[]; hasMore: boolean }

const DAY_MS = 86_400_000;
const BATCH = 1_000;
/** Bytes of payloads that are held, and tried without a pause, at most: a thousand of the largest would be 256 MB. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** Enough for examples and paths where no filter is tried. */
const FEW = 50;
const EXAMPLES = 8;
const REFUSED = 4;
const PATH_SOURCES = 20;
const MAX_PATHS = 150;

/** How long payloads may be tried: short enough to wait for at every change of a form. */
export const BACK_TEST_BUDGET = { ms: 1_000, clock: () => performance.now() };

/**
 * What a selection would have matched in the last 60 days, by the matching that events get. Without a filter, the count comes from the roll-ups.
 * @throws AppError `limit_exceeded` when the workspace has too many under way
 */
export async function backTest({ ctx, input, budget = BACK_TEST_BUDGET }: Call<BackTestInput> & { budget?: typeof BACK_TEST_BUDGET }): Promise<BackTest> {
  const values = BackTestInput.parse(input);
  return inTurn(ctx.workspaceId, () => tryAll(ctx, values, budget));
}

async function tryAll(ctx: Ctx, values: z.output<typeof BackTestInput>, budget: typeof BACK_TEST_BUDGET): Promise<BackTest> {
  const endAt = budget.clock() + budget.ms;
  const selection = readSelection(values);
  const selected = await countSelected(ctx, selection);
  const examples: Row[] = [];
  const refused: { row: Row; clause: FilterClause; found: string | null }[] = [];
  const payloads: unknown[] = [];
  let [tried, matched] = [0, 0];
  let next: string | null = null;
  const limit = selection.filter ? BATCH : FEW;
  for await (const { rows, hasMore } of newestFirst(ctx, selection, limit, values.before)) {
    for (const row of rows) {
      const payload = once(() => (readForFilter(row.body) as { data?: unknown }).data);
      const { verdict, detail } = matchEvent({ eventType: row.event_type, productId: row.product_id, readData: payload }, selection);
      if (verdict !== "delivered_to" && verdict !== "filter_not_matched") continue;
      tried++;
      if (payloads.length < PATH_SOURCES) payloads.push(payload());
      if (verdict === "filter_not_matched") {
        if (refused.length < REFUSED) refused.push({ row, clause: detail.clause!, found: detail.found ?? null });
        continue;
      }
      matched++;
      if (examples.length < EXAMPLES) examples.push(row);
    }
    if (selection.filter === null ? payloads.length >= PATH_SOURCES : hasMore && budget.clock() >= endAt) {
      next = selection.filter && showId("event", rows.at(-1)!.id);
      break;
    }
  }
  const names = await readNames(ctx, [...examples, ...refused.map(({ row }) => row)].flatMap((row) => row.product_id ?? []));
  const show = (row: Row): BackTestEvent => ({
    id: showId("event", row.id), eventType: row.event_type, product: row.product_id ? (names.get(row.product_id) ?? null) : null, receivedAt: uuidTime(row.id),
  });
  // Where all were tried, they are counted to the event, and roll-ups count by the hour.
  const all = selection.filter && !next && !values.before ? tried : Math.max(selected, tried);
  return {
    selected: all,
    matched: selection.filter ? matched : all,
    tried: selection.filter ? tried : all,
    next,
    examples: examples.map(show),
    refused: refused.map(({ row, clause, found }) => ({ ...show(row), clause, found })),
    paths: mergePaths(payloads),
  };
}

/** A subscription that selects this and is on. */
function readSelection({ allProducts, productIds, allEventTypes, eventTypes, filter }: z.output<typeof BackTestInput>): MatchableSubscription {
  return {
    id: "", name: "", status: "active", statusChangedAt: new Date(0), statusChangedBy: null,
    allProducts: allProducts ?? productIds.length === 0, productIds: new Set(productIds.flatMap((id) => readId("product", id) ?? [])),
    allEventTypes: allEventTypes ?? eventTypes.length === 0, eventTypes: new Set(eventTypes), filter,
  };
}

async function countSelected(ctx: Ctx, selection: MatchableSubscription): Promise<number> {
  const since = historyStart(ctx.now());
  const cells = await ctx.db.$queryRaw<{ product_id: string; event_type: string; count: number }[]>`
    SELECT product_id::text, event_type, sum(count)::int AS count FROM ${DAYS.table} AS counted
    WHERE ${roughly(ctx, selection)} AND outcome = 'received' AND subscription_id = ${NIL_UUID}::uuid AND ${DAYS.at} >= ${since.toISOString()}::timestamptz GROUP BY 1, 2`;
  const isSelected = ({ product_id, event_type }: (typeof cells)[number]) =>
    matchEvent({ eventType: event_type, productId: product_id === NIL_UUID ? null : product_id, readData: () => null }, { ...selection, filter: null }).verdict === "delivered_to";
  return cells.filter(isSelected).reduce((sum, cell) => sum + cell.count, 0);
}

/** What may be selected, newest first, a page at a time. A few days at a time, ever more: Postgres plans 60 days at once badly, for a few rows of them. */
async function* newestFirst(ctx: Ctx, selection: MatchableSubscription, limit: number, beyond: string | undefined): AsyncGenerator<Page> {
  const start = historyStart(ctx.now()).getTime();
  let end = beyond ? uuidTime(beyond).getTime() : ctx.now().getTime() + DAY_MS;
  let before = beyond ?? uuidFloor(end);
  for (let days = 2; ; ) {
    const from = Math.max(start, end - days * DAY_MS);
    // Lengths are known without reading the texts; the first is taken however long it is.
    const rows = await ctx.db.$queryRaw<(Row & { found: number })[]>`
      SELECT id::text, event_type, product_id::text, body, found FROM (
        SELECT *, count(*) OVER ()::int AS found, sum(octet_length(body)) OVER (ORDER BY id DESC) - octet_length(body) AS bytes_before FROM (
          SELECT id, event_type, product_id, body FROM events
          WHERE ${roughly(ctx, selection)} AND id >= ${uuidFloor(from)}::uuid AND id < ${before}::uuid ORDER BY id DESC LIMIT ${limit}) AS newest) AS measured
      WHERE bytes_before < ${BATCH_BYTES} ORDER BY id DESC`;
    const found = rows[0]?.found ?? 0;
    const hasMore = found === limit || rows.length < found;
    yield { rows, hasMore };
    if (hasMore) before = rows.at(-1)!.id;
    else if (from === start) return;
    else {
      [end, before] = [from, uuidFloor(from)];
      days *= 2;
    }
  }
}

/** What may be selected, in words that an index knows; matching decides. Aviso's own events have no product and are wanted by name. */
function roughly(ctx: Ctx, { allProducts, productIds, allEventTypes, eventTypes }: MatchableSubscription): Prisma.Sql {
  const hasOwn = [...eventTypes].some(isOwnEventType);
  return Prisma.sql`workspace_id = ${ctx.workspaceId}::uuid AND NOT is_test
    ${allProducts || hasOwn ? Prisma.empty : Prisma.sql`AND product_id = ANY(${[...productIds]}::uuid[])`}
    ${allEventTypes ? Prisma.empty : Prisma.sql`AND event_type = ANY(${[...eventTypes]}::text[])`}`;
}

function once<T>(read: () => T): () => T {
  let known: { value: T } | undefined;
  return () => (known ??= { value: read() }).value;
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
