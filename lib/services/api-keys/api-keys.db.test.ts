import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import type { Ctx } from "@/lib/services/context";
import { getDelivery } from "@/lib/services/deliveries/get";
import { getEvent } from "@/lib/services/events/get";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listEvents } from "@/lib/services/events/list";
import { createProduct } from "@/lib/services/products/create";
import { getProduct } from "@/lib/services/products/get";
import { listProducts } from "@/lib/services/products/list";
import { createSubscription } from "@/lib/testing/fixtures";
import { authenticateApiKey } from "./authenticate";
import { createApiKey } from "./create";
import { listApiKeys } from "./list";
import { revokeApiKey } from "./revoke";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const authenticate = (key: string, now = new Date()) => authenticateApiKey({ db: database.db, key, now });
const refused = { code: "unauthorized", message: "The API key is missing, wrong, revoked or expired." };

test("a key is known by its hash only, shown once, and remembers when it was last used", async () => {
  const ctx = await createWorkspace(database.db);
  const made = await createApiKey({ ctx, input: { name: "Checkout", scope: "ingest" } });
  const row = await database.db.apiKey.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } });
  expect(JSON.stringify(row)).not.toContain(made.key);
  expect(JSON.stringify(await listApiKeys({ ctx, input: {} }))).not.toContain(made.key);
  expect(await authenticate(made.key)).toEqual({ workspaceId: ctx.workspaceId, scope: "ingest", actor: { kind: "apiKey", id: row.id, name: "Checkout" } });
  expect(await listApiKeys({ ctx, input: {} })).toEqual([expect.objectContaining({ name: "Checkout", scope: "ingest", products: null, lastUsedAt: expect.any(Date), isExpired: false })]);
});

test("a wrong, a revoked and an expired key get the same answer", async () => {
  const ctx = await createWorkspace(database.db);
  const [lasting, ending] = [await createApiKey({ ctx, input: { name: "a" } }), await createApiKey({ ctx, input: { name: "b", expiresInDays: 1 } })];
  await authenticate(ending.key);
  await expect(authenticate(ending.key, new Date(Date.now() + 86_400_001))).rejects.toMatchObject(refused);
  await revokeApiKey({ ctx, input: { id: lasting.id } });
  for (const key of [lasting.key, "avk_wrong", ""]) await expect(authenticate(key)).rejects.toMatchObject(refused);
  const later = { ...ctx, now: () => new Date(Date.now() + 86_400_001) };
  expect(await listApiKeys({ ctx: later, input: {} })).toEqual([expect.objectContaining({ name: "b", isExpired: true })]);
});

test("a key that manages is for all products; a product that is not there is refused at its field", async () => {
  const [ctx, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  const theirs = await createProduct({ ctx: other, input: { name: "Theirs" } });
  const at = { code: "invalid", issues: [{ path: "productIds" }] };
  await expect(createApiKey({ ctx, input: { name: "a", scope: "read", productIds: [theirs.id] } })).rejects.toMatchObject(at);
  const mine = await createProduct({ ctx, input: { name: "Mine" } });
  await expect(createApiKey({ ctx, input: { name: "a", scope: "manage", productIds: [mine.id] } })).rejects.toMatchObject(at);
});

async function asKey(ctx: Ctx, scope: "ingest" | "read", productIds: string[]): Promise<Ctx> {
  const { key } = await createApiKey({ ctx, input: { name: scope, scope, productIds } });
  const { actor, productIds: only } = await authenticate(key);
  return { ...ctx, actor, productIds: only! };
}

test("a key for some products sends events of these only, and makes no new product", async () => {
  const ctx = await createWorkspace(database.db);
  const [mine] = [await createProduct({ ctx, input: { name: "Mine", externalId: "1" } }), await createProduct({ ctx, input: { name: "Other", externalId: "2" } })];
  const sender = await asKey(ctx, "ingest", [mine.id]);
  const events = ["1", "2", "3", undefined].map((product) => ({ event: "A", product, data: {} }));
  const { results } = await ingestEvents({ ctx: sender, input: { body: Buffer.from(JSON.stringify(events)) } });
  expect(results.map((one) => (one.outcome === "rejected" ? one.error.code : one.outcome))).toEqual(["accepted", "forbidden", "forbidden", "forbidden"]);
  expect((await listProducts({ ctx, input: {} })).data).toHaveLength(2);
});

test("a key for some products reads these, their events and deliveries; the rest is not there", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const [mine, other] = [await createProduct({ ctx, input: { name: "Mine", externalId: "1" } }), await createProduct({ ctx, input: { name: "Other", externalId: "2" } })];
  await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify([{ event: "A", product: "1", data: {} }, { event: "B", product: "2", data: {} }])) } });
  const all = (await listEvents({ ctx, input: {} })).data;
  const reader = await asKey(ctx, "read", [mine.id]);
  const seen = (await listEvents({ ctx: reader, input: {} })).data;
  expect(seen.map((event) => event.eventType)).toEqual(["A"]);
  expect((await listEvents({ ctx: reader, input: { status: "waiting" } })).data.map((event) => event.eventType)).toEqual(["A"]);
  expect((await listProducts({ ctx: reader, input: {} })).data.map((product) => product.name)).toEqual(["Mine"]);
  await getEvent({ ctx: reader, input: { eventId: seen[0]!.id } });
  const hidden = all.find((event) => event.eventType === "B")!;
  const missing = { code: "not_found" };
  await expect(getEvent({ ctx: reader, input: { eventId: hidden.id } })).rejects.toMatchObject(missing);
  await expect(getDelivery({ ctx: reader, input: { deliveryId: hidden.deliveries[0]!.id } })).rejects.toMatchObject(missing);
  await expect(getProduct({ ctx: reader, input: { productId: other.id } })).rejects.toMatchObject(missing);
});
