import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { announceChange } from "@/lib/db/announce";
import { showId, newUuid, readId, ID_PREFIXES, type IdKind } from "@/lib/domain/ids";
import type { KeyScope } from "@/lib/domain/permissions";
import { createApiKey } from "@/lib/services/api-keys/create";
import { revokeApiKey } from "@/lib/services/api-keys/revoke";
import type { Ctx } from "@/lib/services/context";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listEvents } from "@/lib/services/events/list";
import { createProduct } from "@/lib/services/products/create";
import { createSubscription } from "@/lib/services/subscriptions/create";
import { handlerOf } from "@/lib/testing/api-handler";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { furnish, type FurnishedIds } from "@/lib/testing/furnish";
import { stateOf } from "@/lib/testing/workspace-state";
import { arbitraryOf } from "./fuzz/from-schema";
import { onWorkspaceChange } from "./live";
import { parametersOf } from "./openapi/document";
import { OPERATIONS } from "./openapi/operations";
import type { Operation } from "./openapi/operations/operation";
import { toSchema } from "./openapi/to-schema";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

const MARK = "PLANTED_A";
const KEYED = OPERATIONS.filter(({ needsKey }) => needsKey);

// Stated here a second time, apart from the code: what reads needs a key that reads, all else one that manages.
const READS_BY_POST = ["backTest", "checkSignature"];
const MANAGES_BY_GET = ["revealSecret", "getAttemptAsCurl"];
const leastScope = ({ id, method }: Operation): KeyScope =>
  id === "ingestEvents" ? "ingest" : (method === "get" || READS_BY_POST.includes(id)) && !MANAGES_BY_GET.includes(id) ? "read" : "manage";
/** What keys that are for some products may come to. */
const HEEDS_PRODUCTS = ["ingestEvents", "listEvents", "getEvent", "getDelivery", "listAttempts", "getAttempt", "listEventTypes", "listProducts", "getProduct"];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let a: Awaited<ReturnType<typeof furnish>>;
let b: Awaited<ReturnType<typeof furnish>>;

beforeAll(async () => {
  database = await createTestDatabase();
  const base = await createWorkspace(database.db);
  const other: Ctx = { ...(await createWorkspace(database.db)), secretKey: base.secretKey };
  for (const [name, value] of Object.entries({ DATABASE_URL: database.url, AVISO_SECRET_KEY: base.secretKey.toString("base64"), AVISO_LIMIT_API: "0", AVISO_LIMIT_INGEST: "0", AVISO_LIMIT_ADDRESS: "0" })) vi.stubEnv(name, value);
  [a, b] = [await furnish(base, MARK), await furnish(other, "OWN_B")];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  const { getRuntime } = await import("./runtime");
  await getRuntime().db.$disconnect();
  await database.close();
});

type Values = Record<string, unknown>;
async function call(operation: Operation, { key, path = {}, query = {}, body }: { key: string | null; path?: Values; query?: Values; body?: unknown }) {
  const url = new URL("http://localhost/api");
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  // From an address of its own: who guesses many keys from one is held up.
  const headers: Record<string, string> = { "x-forwarded-for": randomUUID(), ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(operation.body ? { "content-type": "application/json" } : {}) };
  const request = new Request(url, { method: operation.method.toUpperCase(), headers, ...(operation.body ? { body: JSON.stringify(body ?? operation.example ?? {}) } : {}) });
  const response = await (await handlerOf(operation))(request, { params: Promise.resolve(Object.fromEntries(Object.entries(path).map(([name, value]) => [name, String(value)]))) });
  const text = await response.text();
  return { status: response.status, text, body: text.replace(/"requestId":"[^"]*"/, "") };
}

/** Ids of the right kinds that nothing has, in the place of `ids`. */
function unknownIds(ids: FurnishedIds): FurnishedIds {
  const unknown = (text: string) => {
    const kind = (Object.keys(ID_PREFIXES) as IdKind[]).find((kind) => readId(kind, text) !== null);
    // As old as the other: whether it is too old to be there still is part of the answer.
    return kind ? showId(kind, newUuid(Date.now())) : "NOBODYS_TYPE";
  };
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, unknown(id)])) as FurnishedIds;
}
const pathOf = (operation: Operation, ids: FurnishedIds): Values =>
  Object.fromEntries([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, name === "attemptNumber" ? 1 : ids[name as keyof FurnishedIds]]));

test("there is an id for every name in a path, so that nothing below is walked past", () => {
  for (const operation of KEYED) expect(Object.values(pathOf(operation, a.ids)), operation.path).not.toContain(undefined);
});

describe("keys", () => {
  const keys: Record<string, { key: string | null; scope: KeyScope | null; isLimited?: boolean }> = {};
  beforeAll(async () => {
    const make = async (scope: KeyScope, productIds: string[] = []) => (await createApiKey({ ctx: a.ctx, input: { name: scope, scope, productIds } })).key;
    const revoked = await createApiKey({ ctx: a.ctx, input: { name: "revoked" } });
    await revokeApiKey({ ctx: a.ctx, input: { id: revoked.id } });
    const expired = await createApiKey({ ctx: { ...a.ctx, now: () => new Date(Date.now() - 2 * 86_400_000) }, input: { name: "expired", expiresInDays: 1 } });
    Object.assign(keys, {
      "a stranger": { key: null, scope: null }, "a wrong key": { key: "avk_wrong", scope: null }, "a revoked key": { key: revoked.key, scope: null }, "an expired key": { key: expired.key, scope: null },
      "a key that sends": { key: await make("ingest"), scope: "ingest" }, "a key that reads": { key: await make("read"), scope: "read" }, "a key that manages": { key: await make("manage"), scope: "manage" },
      "a key that sends for one product": { key: await make("ingest", [a.ids.productId]), scope: "ingest", isLimited: true }, "a key that reads one product": { key: await make("read", [a.ids.productId]), scope: "read", isLimited: true },
    });
  });

  test.each(KEYED.map((operation) => [operation.id, operation] as const))("%s comes to exactly the keys that may", async (id, operation) => {
    // Ids that nothing has: whoever may is told so, and nothing is changed on the way.
    const path = pathOf(operation, unknownIds(a.ids));
    for (const [who, { key, scope, isLimited }] of Object.entries(keys)) {
      const least = leastScope(operation);
      const may = scope !== null && (scope === "manage" || scope === least) && (!isLimited || HEEDS_PRODUCTS.includes(id));
      const { status, text } = await call(operation, { key, path, body: {} });
      if (scope === null) expect(status, `${who}: ${text.slice(0, 200)}`).toBe(401);
      else if (may) expect([401, 403], `${who}: ${text.slice(0, 200)}`).not.toContain(status);
      else expect(status, `${who}: ${text.slice(0, 200)}`).toBe(403);
    }
  });
});

describe("products", () => {
  const OTHER = "OTHERPRODUCT";
  let key: string;
  let others: FurnishedIds;
  beforeAll(async () => {
    const product = await createProduct({ ctx: a.ctx, input: { name: `${OTHER} course`, externalId: OTHER } });
    const policy = { allowedRanges: [], allowHttp: false, ownOrigin: a.ctx.origin };
    // Of before and of after the events.
    const subscribe = (name: string) => createSubscription({ ctx: a.ctx, policy, input: { name, url: `https://${OTHER.toLowerCase()}.example.com/hook`, productIds: [product.id] } });
    await subscribe(`${OTHER} first`);
    await ingestEvents({ ctx: a.ctx, input: { body: Buffer.from(JSON.stringify([{ event: a.ids.eventType, product: OTHER, data: { buyer: { email: `${OTHER}@example.com` } } }, { event: a.ids.eventType, product: `${MARK}1`, data: {} }])) } });
    await subscribe(`${OTHER} later`);
    const [event] = (await listEvents({ ctx: a.ctx, input: { productId: product.id } })).data;
    others = { ...a.ids, productId: product.id, product: product.id, eventId: event!.id, cursor: event!.id, deliveryId: event!.deliveries.find(({ subscription }) => subscription.name.startsWith(OTHER))!.id };
    await attempt(others.deliveryId);
    key = (await createApiKey({ ctx: a.ctx, input: { name: "one product", scope: "read", productIds: [a.ids.productId] } })).key;
  });
  /** An attempt of a delivery, so that there is one to be found. */
  const attempt = async (shown: string) => {
    const { id: deliveryId, eventId, subscriptionId } = await database.db.delivery.findFirstOrThrow({ where: { id: readId("delivery", shown)! } });
    await database.db.attempt.create({ data: { eventId, deliveryId, number: 1, workspaceId: a.ctx.workspaceId, subscriptionId, trigger: "first", startedAt: new Date(), durationMs: 1, requestUrl: "https://x.example", requestHeaders: [], responseHeaders: [], failureKind: "dns", workerId: "w" } });
  };
  const heeding = KEYED.filter(({ method, id }) => method === "get" && HEEDS_PRODUCTS.includes(id)).map((operation) => [operation.id, operation] as const);

  test.each(heeding.filter(([, { path }]) => path.includes("{")))("%s answers a key for one product that another product's id is not there, to the letter", async (_id, operation) => {
    const theirs = await call(operation, { key, path: pathOf(operation, others) });
    expect(theirs.status, theirs.text).toBe(404);
    expect(theirs.body).toBe((await call(operation, { key, path: pathOf(operation, unknownIds(others)) })).body);
    const all = await call(operation, { key: a.key, path: pathOf(operation, others) });
    expect(all.status, all.text).toBe(200);
  });

  test.each(heeding)("%s tells a key for one product nothing of another one, nor of who is subscribed to it, whatever it is asked with", async (id, operation) => {
    const [own] = (await listEvents({ ctx: a.ctx, input: { productId: a.ids.productId } })).data;
    const path = pathOf(operation, { ...a.ids, eventId: own!.id, deliveryId: own!.deliveries[0]!.id });
    const queries: Values[] = [{}, { productId: others.productId }, { search: OTHER }, { search: others.eventId }, { search: others.deliveryId }, { search: `${OTHER}@example.com` }, { status: "waiting" }, { resent: "no" }, { cursor: others.cursor }, { cursor: others.productId }, { show: "all" }];
    const known = parametersOf(operation).map(({ name }) => name);
    for (const query of queries.filter((one) => Object.keys(one).every((name) => known.includes(name)))) {
      const { text } = await call(operation, { key, path, query });
      expect(text.toUpperCase(), JSON.stringify(query)).not.toContain(OTHER);
      for (const seen of [others.eventId, others.deliveryId, others.productId]) expect(text, JSON.stringify(query)).not.toContain(seen);
    }
    // Where it stands among others says something of its name.
    if (id === "listProducts") expect(JSON.parse((await call(operation, { key, query: { cursor: others.productId } })).text)).toMatchObject({ data: [] });
    if (id === "getEvent") expect((await call(operation, { key: a.key, path })).text).toContain(`${OTHER} later`);
  });
});

test.each(KEYED.filter(({ body, id }) => body && id !== "ingestEvents").map((operation) => [operation.id, operation] as const))("%s refuses a field that it does not know, by its path, as the document says", async (_id, operation) => {
  const { key } = await createApiKey({ ctx: a.ctx, input: { name: "unknown fields" } });
  const body = { ...(operation.example as Values), fieldThatIsNone: 1 };
  const { status, text } = await call(operation, { key, path: pathOf(operation, a.ids), body });
  expect(status, text).toBe(422);
  expect(JSON.parse(text)).toMatchObject({ code: "invalid", issues: [{ path: "fieldThatIsNone", message: "There is no such field." }] });
  expect(toSchema(operation.body!, "input")).toMatchObject({ additionalProperties: false });
});

test.each(KEYED.filter(({ query }) => query).map((operation) => [operation.id, operation] as const))("%s refuses a parameter that it does not know, because a mistyped filter would filter nothing", async (_id, operation) => {
  const { key } = await createApiKey({ ctx: a.ctx, input: { name: "unknown parameters" } });
  const { status, text } = await call(operation, { key, path: pathOf(operation, a.ids), query: { parameterThatIsNone: 1 } });
  expect(status, text).toBe(422);
  expect(JSON.parse(text)).toMatchObject({ code: "invalid", issues: [{ path: "parameterThatIsNone" }] });
});

describe("tenants", () => {
  let before: Awaited<ReturnType<typeof stateOf>>;
  let lastEntry: string;
  beforeAll(async () => {
    before = await stateOf(database.db, a.ctx.workspaceId);
    lastEntry = (await database.db.auditEntry.findFirstOrThrow({ where: { workspaceId: a.ctx.workspaceId }, orderBy: { id: "desc" } })).id;
  });

  test.each(KEYED.filter(({ path }) => path.includes("{")).map((operation) => [operation.id, operation] as const))("%s answers another workspace's id as one that is not there: the same 404, to the letter", async (_id, operation) => {
    const theirs = await call(operation, { key: b.key, path: pathOf(operation, a.ids) });
    const nobodys = await call(operation, { key: b.key, path: pathOf(operation, unknownIds(a.ids)) });
    expect(theirs.status, theirs.text).toBe(404);
    expect(theirs.body).toBe(nobodys.body);
  });

  const PLANTED_LISTS = ["listEvents", "exportEvents", "listProducts", "listEventTypes", "listSubscriptions", "listScenarios", "listScenarioRuns", "listBookmarks", "listAuditLog"];
  test.each(KEYED.filter(({ method, path }) => method === "get" && !path.includes("{")).map((operation) => [operation.id, operation] as const))("%s gives nothing of another workspace", async (id, operation) => {
    const own = await call(operation, { key: a.key });
    if (PLANTED_LISTS.includes(id)) expect(own.text).toContain(MARK);
    const others = await call(operation, { key: b.key });
    expect(others.status).toBe(200);
    expect(others.text).not.toContain(MARK);
    for (const value of Object.values(a.ids)) expect(others.text).not.toContain(value);
  });

  test.each(KEYED.map((operation) => [operation.id, operation] as const))("%s, whatever of another workspace it is asked with, tells nothing of it", async (_id, operation) => {
    const parameters = parametersOf(operation).filter((parameter) => parameter.in === "query");
    const ids = a.ids as Record<string, string>;
    await fc.assert(
      fc.asyncProperty(
        fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, arbitraryOf(schema, ids, name)])), { requiredKeys: [] }),
        operation.body ? arbitraryOf(toSchema(operation.body, "input"), ids) : fc.constant(undefined),
        fc.boolean(),
        async (query, body, isOwnPath) => {
          const asText = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, (typeof value === "string" ? value : JSON.stringify(value) ?? "").toWellFormed()]));
          const { text } = await call(operation, { key: b.key, path: pathOf(operation, isOwnPath ? b.ids : a.ids), query: asText, body });
          for (const seen of [`${MARK} `, `${MARK.toLowerCase()}@`, `${MARK.toLowerCase().replaceAll("_", "-")}.example`]) expect(text).not.toContain(seen);
        },
      ),
      { numRuns: 6, seed: 20_261_125 },
    );
  });

  test("an open page hears of changes in its own workspace, and of no other's", async () => {
    const [mine, theirs] = [newUuid(), newUuid()];
    const heard: string[] = [];
    const ends = [mine, theirs].map((id) => onWorkspaceChange(id, () => heard.push(id)));
    // Once connected it calls for what may have been missed.
    await vi.waitFor(() => expect(heard).toEqual([mine, theirs]));
    announceChange(database.db, theirs);
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    announceChange(database.db, mine);
    await vi.waitFor(() => expect(heard).toHaveLength(4));
    expect(heard.slice(2)).toEqual([theirs, mine]);
    for (const end of ends) end();
  });

  test("and nothing of it was changed by all of that", async () => {
    expect(Object.values(before).filter(Boolean).length).toBeGreaterThan(12);
    const after = await stateOf(database.db, a.ctx.workspaceId);
    expect({ ...after, audit_log: null }).toEqual({ ...before, audit_log: null });
    // Its own key's export above stands in its log, and nobody else's anything.
    const entries = await database.db.auditEntry.findMany({ where: { workspaceId: a.ctx.workspaceId, id: { gt: lastEntry } } });
    expect(entries).toMatchObject([{ action: "events.exported", actorId: readId("apiKey", a.ids.keyId) }]);
  });
});
