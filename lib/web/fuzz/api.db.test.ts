import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { showId } from "@/lib/domain/ids";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { createEventType } from "@/lib/services/event-types/create";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listEvents } from "@/lib/services/events/list";
import { planReplay } from "@/lib/services/replays/plan";
import { createProduct } from "@/lib/services/products/create";
import { handlerOf } from "@/lib/testing/api-handler";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { ASKED_RUNS, SEED } from "@/lib/testing/fuzz-runs";
import { parametersOf, problemsOf } from "../openapi/document";
import { OPERATIONS } from "../openapi/operations";
import type { Operation } from "../openapi/operations/operation";
import { toSchema } from "../openapi/to-schema";
import { arbitraryOf, type KnownIds } from "./from-schema";
import { jsonText, nastyText } from "./nasty";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

const RUNS = ASKED_RUNS ? Math.ceil(ASKED_RUNS / OPERATIONS.length) : 12;
/** Requests that come together wait for each other's rows: what deadlocks or steps on another's toes shows. */
const AT_ONCE = 6;
/** Which id a list goes on after, by what it lists. */
const CURSORS: Partial<Record<Operation["tag"], string>> = { Products: "productId", "Event types": "name", Replays: "replayId" };

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let key: string;
const ids: KnownIds = {};

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  for (const [name, value] of Object.entries({ DATABASE_URL: database.url, AVISO_SECRET_KEY: ctx.secretKey.toString("base64"), AVISO_LIMIT_API: "0", AVISO_LIMIT_INGEST: "0", AVISO_LIMIT_ADDRESS: "0" })) vi.stubEnv(name, value);
  key = (await createApiKey({ ctx, input: { name: "fuzz" } })).key;
  const subscription = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const product = await createProduct({ ctx, input: { name: "P", externalId: "1" } });
  await createEventType({ ctx, input: { name: "OWN", title: "Own", sample: "{}" } });
  await ingestEvents({ ctx, input: { body: Buffer.from('{"event":"OWN","product":"1","data":{}}') } });
  const [event] = (await listEvents({ ctx, input: {} })).data;
  const subscriptionId = showId("subscription", subscription.id);
  const replay = await planReplay({ ctx, input: {} });
  Object.assign(ids, { replayId: replay.id, id: subscriptionId, subscriptionId, productId: product.id, product: product.id, eventId: event!.id, cursor: event!.id, deliveryId: event!.deliveries[0]!.id, name: "OWN", eventType: "OWN", event: "OWN" });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  const { getRuntime } = await import("../runtime");
  await getRuntime().db.$disconnect();
  await database.close();
});

interface Invented { path: Record<string, unknown>; query: Record<string, unknown>; body: unknown; raw: string | null }

function inventRequests(operation: Operation): fc.Arbitrary<Invented> {
  const parameters = parametersOf(operation);
  const inPlace = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const own: KnownIds = { ...ids, cursor: CURSORS[operation.tag] === undefined ? ids.eventId! : ids[CURSORS[operation.tag]!]! };
  const valueOf = ({ name, schema }: (typeof parameters)[number]) => arbitraryOf(schema, own, name);
  // A few at a time: with all of them nothing is ever found.
  const query = fc.subarray(inPlace("query"), { maxLength: Math.min(3, inPlace("query").length) }).chain((chosen) => fc.record(Object.fromEntries(chosen.map((parameter) => [parameter.name, valueOf(parameter)]))));
  return fc.record({
    path: fc.record(Object.fromEntries(inPlace("path").map((parameter) => [parameter.name, valueOf(parameter)]))),
    query,
    body: operation.body ? arbitraryOf(toSchema(operation.body, "input"), own) : fc.constant(undefined),
    raw: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.oneof(jsonText, nastyText) }),
  });
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).toWellFormed();

// What takes things away comes last, so that the others find something.
const isDestructive = ({ method, path }: Operation) => method === "delete" || /\/(disable|cancel)$/.test(path);
const IN_ORDER = OPERATIONS.toSorted((a, b) => Number(isDestructive(a)) - Number(isDestructive(b)));

test.each(IN_ORDER.map((operation) => [operation.id, operation] as const))("%s answers what its description says, whatever it is asked", { timeout: 60_000 + RUNS * 100 }, async (_id, operation) => {
  const handle = await handlerOf(operation);
  const known = [...Object.keys(operation.answers), ...Object.keys(problemsOf(operation))].map(Number);
  await fc.assert(
    fc.asyncProperty(fc.array(inventRequests(operation), { minLength: AT_ONCE, maxLength: AT_ONCE }), async (requests) => void (await Promise.all(requests.map(async ({ path, query, body, raw }) => {
      const params = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, textOf(value)]));
      const url = new URL("http://localhost/api");
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, textOf(value));
      const headers: Record<string, string> = { authorization: `Bearer ${key}` };
      if (operation.body) headers["content-type"] = "application/json";
      const request = new Request(url, { method: operation.method.toUpperCase(), headers, ...(operation.body ? { body: raw ?? JSON.stringify(body) ?? "" } : {}) });
      const response = await handle(request, { params: Promise.resolve(params) });
      const text = await response.text();
      expect(known, `${response.status} ${text.slice(0, 300)}`).toContain(response.status);
      // Ill health is told in the body of a 503 of its own kind; everything else that is wrong is a problem.
      if (response.status >= 400 && operation.id !== "getHealth") {
        expect(response.headers.get("content-type")).toBe("application/problem+json");
        expect(JSON.parse(text)).toMatchObject({ status: response.status, code: expect.any(String), requestId: expect.any(String) });
      }
    })))),
    { ...SEED, numRuns: Math.ceil(RUNS / AT_ONCE) },
  );
});
