import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newUuid, showId } from "@/lib/domain/ids";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
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
