import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { showId } from "@/lib/domain/ids";
import { listWaitingDeliveries, ListWaitingInput } from "@/lib/services/attention/list-waiting";
import { listAudit, ListAuditInput } from "@/lib/services/audit/list";
import type { Ctx } from "@/lib/services/context";
import { listEventTypes, ListEventTypesInput } from "@/lib/services/event-types/list";
import { countFacets } from "@/lib/services/events/count-facets";
import { exportEvents } from "@/lib/services/events/export";
import { findNeighbours } from "@/lib/services/events/find-neighbours";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listEvents, ListEventsInput } from "@/lib/services/events/list";
import { eventTimeline } from "@/lib/services/events/timeline";
import { listProducts, ListProductsInput } from "@/lib/services/products/list";
import { createReceiver } from "@/lib/services/receivers/create";
import { listRequests, ListRequestsInput } from "@/lib/services/receivers/list-requests";
import { listReplays, ListReplaysInput } from "@/lib/services/replays/list";
import { listReplayItems, ListReplayItemsInput } from "@/lib/services/replays/list-items";
import { planReplay } from "@/lib/services/replays/plan";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { ASKED_RUNS, SEED } from "@/lib/testing/fuzz-runs";
import { readSearchParams } from "../search-params";
import { nastyText } from "./nasty";


let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
const ids: Record<string, string> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  for (let count = 0; count < 3; count++) await ingestEvents({ ctx, input: { body: Buffer.from('{"event":"OWN","data":{"product":{"id":1,"name":"P"}}}') } });
  const [event] = (await listEvents({ ctx, input: {} })).data;
  const receiver = await createReceiver({ ctx, input: { name: "R" } });
  Object.assign(ids, { subscription: showId("subscription", subscription.id), event: event!.id, receiver: receiver.id, replay: (await planReplay({ ctx, input: {} })).id, product: (await listProducts({ ctx, input: {} })).data[0]!.id });
});
afterAll(() => database.close());

interface List { schema: z.ZodObject; read: (query: never) => Promise<unknown> }

/** Each page's list, as the page asks for it: what the address says is read, then the use cases are given the result. */
const LISTS: Record<string, List> = {
  "/events": { schema: ListEventsInput, read: async (query: ListEventsInput) => {
    const { cursor: _cursor, direction: _direction, limit: _limit, ...filters } = query;
    const exported = exportEvents({ ctx, input: { ...filters, format: "csv" } });
    return Promise.all([listEvents({ ctx, input: query }), eventTimeline({ ctx, input: filters }), countFacets({ ctx, input: filters }), findNeighbours({ ctx, input: { ...filters, eventId: ids.event! } }), exported.next().finally(() => exported.return(undefined))]);
  } },
  "/products": { schema: ListProductsInput, read: (query) => listProducts({ ctx, input: query }) },
  "/event-types": { schema: ListEventTypesInput, read: (query) => listEventTypes({ ctx, input: query }) },
  "/replays": { schema: ListReplaysInput, read: (query) => listReplays({ ctx, input: query }) },
  "/replays/…": { schema: ListReplayItemsInput.omit({ replayId: true }), read: (query: object) => listReplayItems({ ctx, input: { ...query, replayId: ids.replay! } }) },
  "/receiver/…": { schema: ListRequestsInput.pick({ search: true }), read: (query: object) => listRequests({ ctx, input: { ...query, receiverId: ids.receiver! } }) },
  "/subscriptions/…/waiting": { schema: ListWaitingInput.pick({ cursor: true }), read: (query: object) => listWaitingDeliveries({ ctx, input: { ...query, subscriptionId: ids.subscription! } }) },
  "/settings/audit-log": { schema: ListAuditInput, read: (query) => listAudit({ ctx, input: query }) },
};

const plausible = fc.constantFrom("", "1", "0", "100", "101", "all", "only", "hide", "yes", "no", "failed", "delivered", "waiting", "4xx", "500", "599", "older", "newer", "24h", "60d", "archived", "http_status", "OWN", "csv", "true",
  "2026-11-20", "0001-01-01", "0000-01-01", "1969-12-31", "9999-12-31", "2026-02-30", "2026-11-20T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-11-20T10:00:00-23:59", "hp1", "a@b.c",
  "1763474531000.dlv_00000000000000000000000000", "999999999999999.dlv_zzzzzzzzzzzzzzzzzzzzzzzzzz", "0.dlv_7zzzzzzzzzzzzzzzzzzzzzzzzz", "evt_zzzzzzzzzzzzzzzzzzzzzzzzzz", "dlv_00000000000000000000000000", "prd_7zzzzzzzzzzzzzzzzzzzzzzzzz");
const value = fc.oneof({ weight: 3, arbitrary: plausible }, { weight: 1, arbitrary: fc.constantFrom("event", "product", "subscription", "replay", "receiver").map((name) => `id:${name}`) }, { weight: 2, arbitrary: nastyText });

const RUNS = ASKED_RUNS ? Math.ceil(ASKED_RUNS / Object.keys(LISTS).length) : 30;

test.each(Object.entries(LISTS))("%s shows a list whatever its address says, and what makes no sense is left out", { timeout: 60_000 + RUNS * 60 }, async (_page, { schema, read }) => {
  const names = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...Object.keys(schema.shape)) }, { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "nothing", "") });
  const query = fc.array(fc.tuple(names, fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) })), { maxLength: 5 });
  const known = (text: string) => (text.startsWith("id:") ? ids[text.slice(3)]! : text);
  await fc.assert(
    fc.asyncProperty(query, async (pairs) => {
      // As Next hands them over: percent signs decoded, so no lone surrogate.
      const asked = Object.fromEntries(pairs.map(([name, given]) => [name, Array.isArray(given) ? given.map((one) => known(one).toWellFormed()) : known(given).toWellFormed()]));
      const found = await readSearchParams(schema, Promise.resolve(asked));
      expect(schema.safeParse(found).success).toBe(true);
      await read(found as never);
    }),
    { ...SEED, numRuns: RUNS },
  );
});
