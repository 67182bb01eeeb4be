import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import { unseal } from "@/lib/domain/sealed";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import type { Ctx } from "@/lib/services/context";
import { createEventType } from "@/lib/services/event-types/create";
import { deleteEventType } from "@/lib/services/event-types/delete";
import { ingestEvents } from "@/lib/services/events/ingest";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { createSubscription, type CreateSubscriptionInput } from "./create";
import { deleteSubscription } from "./delete";
import { duplicateSubscription } from "./duplicate";
import { getSubscription } from "./get";
import { listSubscriptions } from "./list";
import { MAX_SUBSCRIPTIONS } from "./room";
import { revealSecret } from "./reveal-secret";
import { listEventTypeGroups } from "./list-event-types";
import { rotateSecret } from "./rotate-secret";
import { setSubscriptionStatus } from "./set-status";
import { updateSubscription, type UpdateSubscriptionInput } from "./update";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const policy: OutboundPolicy = { allowedRanges: [], allowHttp: false, ownOrigin: "http://aviso.test" };
const sound = { name: "CRM", url: "https://crm.example.com/hook" };
const create = (ctx: Ctx, input: Partial<CreateSubscriptionInput> = {}) => createSubscription({ ctx, input: { ...sound, ...input }, policy });
const update = (ctx: Ctx, input: UpdateSubscriptionInput) => updateSubscription({ ctx, input, policy });
const version = async (ctx: Ctx) => (await ctx.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId } })).configVersion;
const changes = (ctx: Ctx, id: string) => ctx.db.subscriptionChange.findMany({ where: { subscriptionId: readId("subscription", id)! }, orderBy: { id: "asc" } });
async function product(ctx: Ctx, externalId: string): Promise<string> {
  const id = newUuid();
  await ctx.db.product.create({ data: { id, workspaceId: ctx.workspaceId, name: `Product ${externalId}`, externalId } });
  return showId("product", id);
}
async function post(ctx: Ctx, event = "PURCHASE_APPROVED", productId = 1): Promise<Record<string, string>> {
  const body = Buffer.from(JSON.stringify({ event, data: { product: { id: productId, name: "Course" } } }));
  const { results } = await ingestEvents({ ctx, input: { body } });
  const eventId = readId("event", (results[0] as { id: string }).id)!;
  const verdicts = await ctx.db.verdict.findMany({ where: { eventId } });
  return Object.fromEntries(verdicts.map((verdict) => [showId("subscription", verdict.subscriptionId), verdict.verdict]));
}

test("an update changes what it is given, leaves the rest, and never shows or loses the value of a header", async () => {
  const ctx = await createWorkspace(database.db);
  const course = await product(ctx, "1");
  const { id } = await create(ctx, { productIds: [course], eventTypes: ["PURCHASE_REFUNDED", "PURCHASE_APPROVED"], headers: [{ name: "X-Key", value: "hush" }, { name: "X-Old", value: "1" }], timeoutMs: 20_000 });
  const changed = await update(ctx, { id, name: "ERP", headers: [{ name: "x-key" }, { name: "X-New", value: "2" }] });
  expect(changed).toMatchObject({ name: "ERP", url: sound.url, allProducts: false, products: [{ id: course, name: "Product 1" }], eventTypes: ["PURCHASE_APPROVED", "PURCHASE_REFUNDED"], timeoutMs: 20_000, headers: [{ name: "x-key" }, { name: "X-New" }] });
  expect(JSON.stringify(changed)).not.toContain("hush");
  const row = await ctx.db.subscription.findUniqueOrThrow({ where: { id: readId("subscription", id)! } });
  expect(JSON.parse(unseal(ctx.secretKey, row.headersEncrypted!))).toEqual([{ name: "x-key", value: "hush" }, { name: "X-New", value: "2" }]);
  expect(await update(ctx, { id, productIds: [], eventTypes: [] })).toMatchObject({ allProducts: true, products: [], allEventTypes: true, eventTypes: [] });
  expect(await getSubscription({ ctx, input: { id } })).toMatchObject({ name: "ERP", allProducts: true });
});

test("a change that rests on an older state than the stored one is refused and says who was faster; a limit a second is set and taken away", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await create(ctx);
  const seen = await getSubscription({ ctx, input: { id } });
  const changed = await update({ ...ctx, now: () => new Date(seen.updatedAt.getTime() + 1_000) }, { id, ratePerSec: 5, updatedAtSeen: seen.updatedAt });
  expect(changed.ratePerSec).toBe(5);
  await expect(update(ctx, { id, name: "Late", updatedAtSeen: seen.updatedAt })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("test changed this") });
  expect(await update(ctx, { id, ratePerSec: null, updatedAtSeen: changed.updatedAt })).toMatchObject({ name: sound.name, ratePerSec: null });
});

test("listed waits say how many attempts there are, until growing ones say it again; the change is kept in words, and a copy has them", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await create(ctx, { maxAttempts: 5 });
  expect(await update(ctx, { id, retryWaitsSec: [5, 300, 5_400] })).toMatchObject({ retryWaitsSec: [5, 300, 5_400], maxAttempts: 4 });
  expect(await update(ctx, { id, name: "CRM two" })).toMatchObject({ retryWaitsSec: [5, 300, 5_400], maxAttempts: 4 });
  await expect(update(ctx, { id, maxAttempts: 9 })).rejects.toMatchObject({ issues: [{ path: ["maxAttempts"] }] });
  const copy = await duplicateSubscription({ ctx, input: { id } });
  expect(await getSubscription({ ctx, input: { id: copy.id } })).toMatchObject({ retryWaitsSec: [5, 300, 5_400], maxAttempts: 4 });
  expect(await update(ctx, { id, retryWaitsSec: null })).toMatchObject({ retryWaitsSec: null, maxAttempts: 8 });
  expect(await update(ctx, { id, retryWaitsSec: null, maxAttempts: 2 })).toMatchObject({ retryWaitsSec: null, maxAttempts: 2 });
  expect((await changes(ctx, id)).map(({ fields }) => fields)).toMatchObject([
    [], [{ field: "maxAttempts", before: 5, after: 4 }, { field: "retryWaits", before: null, after: "5s, 5m, 90m" }], [{ field: "name" }],
    [{ field: "maxAttempts", before: 4, after: 8 }, { field: "retryWaits", before: "5s, 5m, 90m", after: null }], [{ field: "maxAttempts" }],
  ]);
});

test("what cannot be is refused at its field, and nothing of it is stored", async () => {
  const ctx = await createWorkspace(database.db);
  const stranger = await product(await createWorkspace(database.db), "1");
  const refused = (path: string) => ({ code: "invalid", issues: [{ path }] });
  await expect(create(ctx, { url: "https://10.0.0.1/hook" })).rejects.toMatchObject(refused("url"));
  await expect(create(ctx, { url: "http://crm.example.com" })).rejects.toMatchObject(refused("url"));
  await expect(create(ctx, { productIds: [stranger] })).rejects.toMatchObject(refused("productIds"));
  await expect(create(ctx, { headers: [{ name: "x-key" }] })).rejects.toMatchObject(refused("headers.0.value"));
  expect(await listSubscriptions({ ctx })).toEqual([]);
  const { id } = await create(ctx);
  await expect(update(ctx, { id, name: "New name", url: "https://127.0.0.1" })).rejects.toMatchObject(refused("url"));
  await expect(update(ctx, { id, allProducts: false })).rejects.toMatchObject({ issues: [{ path: ["productIds"] }] });
  expect(await getSubscription({ ctx, input: { id } })).toMatchObject({ ...sound, allProducts: true });
});

test("another workspace's subscription is not there, whatever one does", async () => {
  const { id } = await create(await createWorkspace(database.db));
  const ctx = await createWorkspace(database.db);
  const attempts: (() => Promise<unknown>)[] = [
    () => getSubscription({ ctx, input: { id } }), () => update(ctx, { id, name: "Mine" }), () => setSubscriptionStatus({ ctx, input: { id, status: "paused" } }), () => deleteSubscription({ ctx, input: { id } }),
    () => revealSecret({ ctx, input: { id } }), () => rotateSecret({ ctx, input: { id } }), () => duplicateSubscription({ ctx, input: { id } }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
});

test("every change is in force for the next event, and kept with who made it; what changes nothing leaves no trace", async () => {
  const ctx = await createWorkspace(database.db);
  await product(ctx, "1");
  const other = await product(ctx, "2");
  const { id } = await create(ctx, { headers: [{ name: "x-key", value: "a" }] });
  const verdict = async (...event: [string?, number?]) => (await post(ctx, ...event))[id];
  expect(await verdict()).toBe("delivered_to");
  await update(ctx, { id, productIds: [other] });
  expect(await verdict()).toBe("product_not_selected");
  await update(ctx, { id, eventTypes: ["PURCHASE_REFUNDED"] });
  expect(await verdict("PURCHASE_APPROVED", 2)).toBe("type_not_selected");
  expect(await verdict("PURCHASE_REFUNDED", 2)).toBe("delivered_to");
  await setSubscriptionStatus({ ctx, input: { id, status: "paused" } });
  expect(await verdict("PURCHASE_REFUNDED", 2)).toBe("paused");
  await setSubscriptionStatus({ ctx, input: { id, status: "disabled" } });
  expect(await verdict("PURCHASE_REFUNDED", 2)).toBe("disabled");
  await setSubscriptionStatus({ ctx, input: { id, status: "active" } });
  expect(await verdict("PURCHASE_REFUNDED", 2)).toBe("delivered_to");
  await update(ctx, { id, headers: [{ name: "x-key", value: "b" }] });
  const before = await version(ctx);
  await update(ctx, { id, name: sound.name, headers: [{ name: "x-key" }] });
  await setSubscriptionStatus({ ctx, input: { id, status: "active" } });
  expect(await version(ctx)).toBe(before);
  const kept = await changes(ctx, id);
  expect(kept.map(({ kind }) => kind)).toEqual(["created", "updated", "updated", "paused", "disabled", "enabled", "updated"]);
  expect(kept[1]).toMatchObject({ by: "test", fields: [{ field: "products", before: null, after: ["Product 2"] }] });
  expect(kept[6]!.fields).toEqual([{ field: "headerValues", before: ["x-key"], after: ["x-key"] }]);
});

test("a product that is changed for another of the same name counts for the next event; an update of nothing stands in nobody's way", async () => {
  const ctx = await createWorkspace(database.db);
  const [first, second] = await Promise.all(["1", "2"].map((externalId) => product(ctx, externalId)));
  await ctx.db.product.updateMany({ where: { workspaceId: ctx.workspaceId }, data: { name: "Course" } });
  const { id } = await create(ctx, { productIds: [first!] });
  expect(await post(ctx, "A", 2)).toEqual({ [id]: "product_not_selected" });
  const { updatedAt } = await update(ctx, { id, productIds: [second!] });
  expect(await post(ctx, "A", 2)).toEqual({ [id]: "delivered_to" });
  expect((await changes(ctx, id)).at(-1)).toMatchObject({ fields: [{ field: "products", before: ["Course"], after: ["Course"] }] });
  const later = { ...ctx, now: () => new Date(updatedAt.getTime() + 60_000) };
  expect((await update(later, { id, productIds: [second!] })).updatedAt).toEqual(updatedAt);
  expect((await update(later, { id, name: "New", updatedAtSeen: updatedAt })).updatedAt).toEqual(later.now());
});

test("a mistyped event type is refused with the one that was probably meant; own ones, Aviso's, those that came and those chosen earlier are known", async () => {
  const ctx = await createWorkspace(database.db);
  const refused = (eventTypes: string[]) => create(ctx, { eventTypes }).then(() => null, (error: { issues: { path: string; message: string }[] }) => error.issues.map(({ path, message }) => `${path}: ${message}`));
  expect(await refused(["PURCHASE_APROVED", "purchase.refunded", "PURCHASE_APPROVED"])).toEqual([
    "eventTypes: PURCHASE_APROVED is no event type here. Did you mean PURCHASE_APPROVED?",
    "eventTypes: purchase.refunded is no event type here. Did you mean PURCHASE_REFUNDED?",
  ]);
  expect(await refused(["lesson.finished"])).toEqual(["eventTypes: lesson.finished is no event type here. Make it under Event types first."]);
  await createEventType({ ctx, input: { name: "lesson.finished", title: "Lesson finished" } });
  await post(ctx, "quiz.passed");
  const { id } = await create(ctx, { eventTypes: ["lesson.finished", "quiz.passed", "aviso.subscription.down"] });
  // Whoever wants to hear from Aviso itself finds its types among the others, also before one was ever sent.
  const offered = await listEventTypeGroups({ ctx });
  expect(offered.find(({ group }) => group === "aviso")!.types.map(({ name }) => name)).toEqual(expect.arrayContaining(["aviso.subscription.down", "aviso.subscription.disable_announced", "aviso.delivery.exhausted"]));
  expect(offered.find(({ group }) => group === "other")!.types).toEqual([{ name: "quiz.passed", title: "quiz.passed" }]);
  await deleteEventType({ ctx, input: { name: "lesson.finished" } });
  expect((await update(ctx, { id, name: "ERP", eventTypes: ["lesson.finished"] })).eventTypes).toEqual(["lesson.finished"]);
  await expect(update(ctx, { id, eventTypes: ["lesson.finished", "quiz.pased"] })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "eventTypes", message: expect.stringContaining("quiz.passed?") }] });
});

test("a rotated secret signs beside the new one for the overlap, five at once at most; an overlap of 0 ends all old ones", async () => {
  const ctx = await createWorkspace(database.db);
  const { id, secret } = await create(ctx);
  const rotated = await rotateSecret({ ctx, input: { id, overlapHours: 2 } });
  const { secrets } = await revealSecret({ ctx, input: { id } });
  expect(secrets).toMatchObject([{ secret: rotated.secret, expiresAt: null }, { secret, expiresAt: rotated.oldUntil }]);
  await rotateSecret({ ctx, input: { id } });
  const later = { ...ctx, now: () => new Date(Date.now() + 3 * 3_600_000) };
  expect((await revealSecret({ ctx: later, input: { id } })).secrets.map((one) => one.secret)).not.toContain(secret);
  for (let count = 0; count < 2; count++) await rotateSecret({ ctx, input: { id, overlapHours: 168 } });
  expect((await revealSecret({ ctx, input: { id } })).secrets).toHaveLength(5);
  await expect(rotateSecret({ ctx, input: { id } })).rejects.toMatchObject({ code: "limit_exceeded" });
  const last = await rotateSecret({ ctx, input: { id, overlapHours: 0 } });
  expect((await revealSecret({ ctx, input: { id } })).secrets).toMatchObject([{ secret: last.secret, expiresAt: null }]);
});

test("a copy has the same settings and another secret, and sends nothing until someone enables it", async () => {
  const ctx = await createWorkspace(database.db);
  const { id, secret } = await create(ctx, { eventTypes: ["PURCHASE_APPROVED"], headers: [{ name: "x-key", value: "a" }], hotmartCompatible: true, hottok: "tok" });
  const copy = await duplicateSubscription({ ctx, input: { id } });
  expect(copy.secret).not.toBe(secret);
  expect(await getSubscription({ ctx, input: { id: copy.id } })).toMatchObject({ name: "CRM (copy)", url: sound.url, eventTypes: ["PURCHASE_APPROVED"], headers: [{ name: "x-key" }], status: "disabled" });
  expect((await revealSecret({ ctx, input: { id: copy.id } })).hottok).toBe("tok");
  expect(await post(ctx)).toEqual({ [id]: "delivered_to", [copy.id]: "disabled" });
});

test("a workspace has so many subscriptions and no more, made or copied: every event may go to each", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await create(ctx);
  await ctx.db.subscription.createMany({ data: Array.from({ length: MAX_SUBSCRIPTIONS - 1 }, () => ({ id: newUuid(), workspaceId: ctx.workspaceId, name: "S", url: sound.url })) });
  await expect(create(ctx)).rejects.toMatchObject({ code: "limit_exceeded" });
  await expect(duplicateSubscription({ ctx, input: { id } })).rejects.toMatchObject({ code: "limit_exceeded" });
  await deleteSubscription({ ctx, input: { id } });
  expect(await create(ctx)).toMatchObject({ id: expect.stringMatching(/^sub_/) });
});

test("a hottok that was sealed with a key which is lost can be replaced", async () => {
  const ctx = await createWorkspace(database.db);
  const { id } = await create(ctx, { hotmartCompatible: true, hottok: "old" });
  const rekeyed = { ...ctx, secretKey: randomBytes(32) };
  await update(rekeyed, { id, hottok: "new" });
  const row = await ctx.db.subscription.findUniqueOrThrow({ where: { id: readId("subscription", id)! }, include: { changes: { orderBy: { id: "desc" }, take: 1 } } });
  expect(unseal(rekeyed.secretKey, row.hottokEncrypted!)).toBe("new");
  expect(row.changes[0]!.fields).toEqual([{ field: "hottok", before: null, after: null }]);
});
