import { performance } from "node:perf_hooks";
import { showId } from "@/lib/domain/ids";
import { listAttention } from "@/lib/services/attention/list";
import { countFacets } from "@/lib/services/events/count-facets";
import { getEvent } from "@/lib/services/events/get";
import { listEvents, type ListEventsInput } from "@/lib/services/events/list";
import { listRelated } from "@/lib/services/events/list-related";
import { eventTimeline } from "@/lib/services/events/timeline";
import { fillHistory } from "@/lib/testing/fill-history";
import { medianOf, sayProgress } from "./bench";
import { deliverRounds } from "./delivery";
import { ingestRounds } from "./ingestion";
import { measurePages } from "./pages";
import type { Stack } from "./stack";

const EVENTS = 5_000_000;
const ROUNDS = 20;
const TARGET_MS = 100;
const MAX_FILL_MIN = 15;

/** What 60 days with five million events cost: reading them, taking in and sending beside them, dropping a day, keeping them. */
export async function benchHistory(stack: Stack): Promise<void> {
  const { db, workspaceId } = stack.ctx;
  const empty = { single: (await ingestRounds(stack, 3)).single, deliver: (await deliverRounds(stack, 3)).rate };
  await db.$executeRawUnsafe("ALTER SYSTEM SET max_wal_size = '4GB'");
  await db.$executeRawUnsafe("SELECT pg_reload_conf()");
  const startedAt = performance.now();
  const history = await fillHistory(db, workspaceId, EVENTS, (day) => { if (day % 10 === 0) sayProgress(`${day} of 60 days filled, ${Math.round((performance.now() - startedAt) / 1_000)} s`); });
  const minutes = (performance.now() - startedAt) / 60_000;
  console.table([{ what: `${EVENTS} events with deliveries and attempts made, in minutes`, took: minutes.toFixed(1), target: `≤ ${MAX_FILL_MIN}` }]);
  console.table(await readSizes(stack));
  console.table(await readPages(stack, history));
  await measurePages(stack, history);
  // Its receivers do not exist: nothing new is to go there.
  await stack.unsubscribe(history.subscriptionIds);
  const full = { single: (await ingestRounds(stack, 3)).single, deliver: (await deliverRounds(stack, 3)).rate };
  console.table([
    { what: "one event a request (events/s)", empty: Math.round(empty.single), full: Math.round(full.single), share: (full.single / empty.single).toFixed(2) },
    { what: "deliver (requests/s)", empty: Math.round(empty.deliver), full: Math.round(full.deliver), share: (full.deliver / empty.deliver).toFixed(2) },
  ]);
  console.table([await dropDay(stack)]);
}

export async function readPages({ ctx }: Stack, { productIds, subscriptionIds }: { productIds: string[]; subscriptionIds: string[] }) {
  const [product, subscription] = [showId("product", productIds[0]!), showId("subscription", subscriptionIds[1]!)];
  const day = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10);
  const newest = (await listEvents({ ctx, input: {} })).data[0]!;
  const old = (await listEvents({ ctx, input: { day } })).data[0]!;
  const lists: Record<string, ListEventsInput> = {
    "Events page": {}, "by status": { status: "failed" }, "by response": { response: "401" }, "by class of responses": { response: "4xx" }, "by failure": { failure: "timeout_response" },
    "by product": { productId: product }, "by subscription": { subscriptionId: subscription }, "by subscription and status": { subscriptionId: subscription, status: "failed" },
    "by event type": { eventType: "PURCHASE_REFUNDED" }, "by product and event type": { productId: product, eventType: "PURCHASE_REFUNDED" }, "resent": { resent: "yes" }, "tests": { test: "only" }, "by day": { day },
    "search by e-mail": { search: "buyer77@example.com" }, "search by transaction": { search: `HP${Math.floor(Date.now() / 86_400_000) * 86_400_000 - 9 * 86_400_000}5` }, "search by external id": { search: old.externalId }, "search by event id": { search: old.id },
    "search that finds nothing": { search: "nobody@example.com" },
  };
  const rows = [];
  for (const [what, input] of Object.entries(lists)) rows.push(await time(what, () => listEvents({ ctx, input })));
  rows.push(await time("chart of 60 days", () => eventTimeline({ ctx, input: {} })));
  rows.push(await time("chart of 60 days, one subscription", () => eventTimeline({ ctx, input: { subscriptionId: subscription } })));
  rows.push(await time("numbers beside the filters", () => countFacets({ ctx, input: {} })));
  rows.push(await time("an event's page", () => getEvent({ ctx, input: { eventId: newest.id } })));
  rows.push(await time("an old event's page", () => getEvent({ ctx, input: { eventId: old.id } })));
  rows.push(await time("the purchase's timeline", () => listRelated({ ctx, input: { eventId: old.id } })));
  rows.push(await time("what needs attention", () => listAttention({ ctx })));
  return rows;
}

async function time(what: string, work: () => Promise<unknown>) {
  const times: number[] = [];
  // The first two read from disk and plan.
  for (let round = -2; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  const median = medianOf(times);
  return { what, "median ms": median.toFixed(1), "slowest ms": Math.max(...times).toFixed(1), target: `≤ ${TARGET_MS}`, met: median <= TARGET_MS ? "yes" : "no" };
}

export async function readSizes({ ctx: { db } }: Stack) {
  const rows = await db.$queryRaw<{ what: string; bytes: bigint }[]>`
    SELECT p.relname AS what, sum(pg_total_relation_size(i.inhrelid))::bigint AS bytes FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname IN ('events', 'verdicts', 'deliveries', 'attempts', 'search_terms') GROUP BY 1 ORDER BY 2 DESC`;
  const all = rows.reduce((sum, row) => sum + Number(row.bytes), 0);
  return [...rows.map((row) => ({ what: row.what, GB: (Number(row.bytes) / 1e9).toFixed(2), "bytes an event": Math.round(Number(row.bytes) / EVENTS) })), { what: "all", GB: (all / 1e9).toFixed(2), "bytes an event": Math.round(all / EVENTS) }];
}

/** Drops the oldest day as the worker does, while events are taken in. */
export async function dropDay({ ctx: { db } }: Stack) {
  const startedAt = performance.now();
  await db.$queryRaw`SELECT aviso_drop_partitions(current_date - 58)`;
  return { what: "drop a day (ms)", took: Math.round(performance.now() - startedAt), target: "≤ 1000" };
}
