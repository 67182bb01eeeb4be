import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDb } from "@/lib/db/client";
import { newUuid, showId } from "@/lib/domain/ids";
import { createApiKey } from "@/lib/services/api-keys/create";
import { revokeApiKey } from "@/lib/services/api-keys/revoke";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { ingestRoute } from "./ingest-route";
import { createRateLimiter, type RateLimits } from "./rate-limit";
import { runRoute } from "./run-route";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspace = await database.db.workspace.create({ data: { id: newUuid(), name: "Test" } });
  ctx = { db: database.db, workspaceId: workspace.id, actor: { kind: "system", name: "test" }, now: () => new Date(), secretKey: Buffer.alloc(32), origin: "http://localhost" };
  key = (await createApiKey({ ctx, input: { name: "k" } })).key;
});
afterAll(() => database.close());

async function post(body: string, more: { key?: string; type?: string; db?: Ctx["db"] } = {}) {
  const request = new Request("http://localhost/api/v1/events", { method: "POST", body, headers: { authorization: `Bearer ${more.key ?? key}`, "content-type": more.type ?? "application/json" } });
  const response = await runRoute(() => ({ db: more.db ?? ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin } }), "event.ingest", ingestRoute, request, {});
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
}

test("each kind of bad input has its status, as a problem with requestId and fix", async () => {
  const bad: [number, string, Parameters<typeof post>[1]?][] = [
    [401, "{}", { key: "wrong" }], [415, "{}", { type: "text/plain" }], [400, "{"], [422, "{}"],
    [413, `{"event":"X","data":{"a":"${"x".repeat(256 * 1024)}"}}`], [413, `[${Array(1001).fill("{}").join()}]`], [413, `[${" ".repeat(5 * 1024 * 1024)}]`],
  ];
  for (const [status, body, more] of bad) {
    const answer = await post(body, more);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
    expect(answer.body).toMatchObject({ status, requestId: expect.any(String), fix: expect.any(String) });
  }
});

test("an event is 202, its repetition 200 with the same id, a batch 202 with a problem for the bad item", async () => {
  const first = await post('{"event":"X","id":"a","data":{}}');
  expect([first.status, first.body]).toEqual([202, { outcome: "accepted", id: expect.stringMatching(/^evt_/), deliveries: 0 }]);
  expect(await post('{"event":"X","id":"a","data":{}}')).toMatchObject({ status: 200, body: { outcome: "duplicate", id: first.body.id } });
  expect(await post('[{"event":"X","data":{}},{}]')).toMatchObject({ status: 202, body: { results: [{ outcome: "accepted" }, { outcome: "rejected", problem: { status: 422 } }] } });
});

test("a revoked key is refused", async () => {
  const made = await createApiKey({ ctx, input: { name: "r" } });
  await revokeApiKey({ ctx, input: { id: made.id } });
  expect((await post("{}", { key: made.key })).status).toBe(401);
});

test("a database that cannot be reached is 503 with Retry-After", async () => {
  const db = createDb("postgresql://postgres@127.0.0.1:1/none");
  const answer = await post('{"event":"X","data":{}}', { db });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  await db.$disconnect();
});

test("a key that only sends may not read, and a key for some products only comes to what heeds them", async () => {
  const product = await ctx.db.product.create({ data: { id: newUuid(), workspaceId: ctx.workspaceId, name: "P" } });
  const call = async (key: string, permission: Parameters<typeof runRoute>[1], heedsProducts: boolean) =>
    (await runRoute(() => ({ db: ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin } }), permission, async ({ ctx: own }) => Response.json([...(own.productIds ?? [])]),
      new Request("http://localhost/", { headers: { authorization: `Bearer ${key}` } }), {}, { heedsProducts })).status;
  const sender = await createApiKey({ ctx, input: { name: "s", scope: "ingest" } });
  expect([await call(sender.key, "event.ingest", true), await call(sender.key, "event.read", true)]).toEqual([200, 403]);
  const limited = await createApiKey({ ctx, input: { name: "l", scope: "read", productIds: [showId("product", product.id)] } });
  expect([await call(limited.key, "event.read", true), await call(limited.key, "event.read", false), await call(limited.key, "event.resend", true)]).toEqual([200, 403, 403]);
});

describe("limits", () => {
  const limited = (limits: RateLimits) => {
    const rateLimiter = createRateLimiter(limits);
    return (more: { key?: string; permission?: "event.ingest" | "event.read"; address?: string } = {}) =>
      runRoute(() => ({ db: ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin }, rateLimiter }), more.permission ?? "event.read", async () => Response.json({}),
        new Request("http://localhost/", { headers: { authorization: `Bearer ${more.key ?? key}`, "x-forwarded-for": more.address ?? "192.0.2.1" } }), {});
  };
  const statuses = async (count: number, call: () => Promise<Response>) => {
    const seen: number[] = [];
    for (let at = 0; at < count; at++) seen.push((await call()).status);
    return seen;
  };

  test("a key that asks too often gets 429 with Retry-After and what to do; sending events is counted apart, and so is another key", async () => {
    const call = limited({ ingest: 1, api: 1, address: 0 });
    expect(await statuses(10, call)).toEqual(Array(10).fill(200));
    const refused = await call();
    expect([refused.status, refused.headers.get("content-type")]).toEqual([429, "application/problem+json"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: "limit_exceeded", fix: expect.any(String), requestId: expect.any(String) });
    expect((await call({ permission: "event.ingest" })).status).toBe(200);
    expect((await call({ key: (await createApiKey({ ctx, input: { name: "other" } })).key })).status).toBe(200);
  });

  test("an address is limited whatever its keys, an IPv6 one with its whole network", async () => {
    const call = limited({ ingest: 0, api: 0, address: 1 });
    expect(await statuses(10, () => call({ address: "2001:db8::1" }))).toEqual(Array(10).fill(200));
    expect([(await call({ address: "2001:db8:0:0:ffff::2" })).status, (await call({ address: "2001:db8:0:1::1" })).status]).toEqual([429, 200]);
  });

  test("who guesses keys is stopped; a right key from the same address goes on", async () => {
    const call = limited({ ingest: 0, api: 0, address: 0 });
    expect((await call()).status).toBe(200);
    const seen = await statuses(101, () => call({ key: "avk_guess" }));
    expect([seen[0], seen[99], seen[100]]).toEqual([401, 401, 429]);
    expect([(await call()).status, (await call({ key: "avk_guess", address: "192.0.2.2" })).status]).toEqual([200, 401]);
  });

  test("without limits nobody is counted", async () => {
    expect(await statuses(50, limited({ ingest: 0, api: 0, address: 0 }))).toEqual(Array(50).fill(200));
  });
});
