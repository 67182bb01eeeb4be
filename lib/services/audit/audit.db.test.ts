import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import { acknowledgeAttention } from "@/lib/services/attention/acknowledge";
import { createBookmark } from "@/lib/services/bookmarks/create";
import { deleteBookmark } from "@/lib/services/bookmarks/delete";
import { resendDelivery } from "@/lib/services/deliveries/resend";
import { resendDeliveries } from "@/lib/services/deliveries/resend-many";
import { exportEvents } from "@/lib/services/events/export";
import { sendTestEvent } from "@/lib/services/events/send-test";
import { createProduct } from "@/lib/services/products/create";
import { updateProduct } from "@/lib/services/products/update";
import { cancelRun } from "@/lib/services/scenarios/cancel-run";
import { deleteScenario } from "@/lib/services/scenarios/delete";
import { runScenario } from "@/lib/services/scenarios/run";
import { saveScenario } from "@/lib/services/scenarios/save";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { listAudit } from "./list";
import { recordAudit } from "./record";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

test("a change is written down with who, when, from where, before and after, and only what differs", async () => {
  const userId = newUuid();
  const ctx = { ...(await createWorkspace(database.db)), actor: { kind: "user" as const, id: userId, name: "Ana" }, address: "198.51.100.7" };
  const product = await createProduct({ ctx, input: { name: "Course", externalId: "7" } });
  await updateProduct({ ctx, input: { productId: product.id, name: "Course 2", externalId: "7" } });
  const { data: entries } = await listAudit({ ctx, input: {} });
  expect(entries).toEqual([
    expect.objectContaining({ action: "product.updated", actor: { kind: "user", id: showId("user", userId), name: "Ana" }, address: "198.51.100.7", target: { id: product.id, name: "Course 2" }, before: { name: "Course" }, after: { name: "Course 2" } }),
    expect.objectContaining({ action: "product.created", before: null, after: { name: "Course", externalId: "7", ucode: null } }),
  ]);
  expect(Math.abs(entries[0]!.at.getTime() - Date.now())).toBeLessThan(60_000);
});

test("a change that fails leaves no entry, and an entry that fails leaves no change", async () => {
  const ctx = await createWorkspace(database.db);
  const one = await createProduct({ ctx, input: { name: "One", externalId: "1" } });
  await expect(updateProduct({ ctx, input: { productId: one.id, externalId: "x".repeat(300) } })).rejects.toThrow();
  await expect(ctx.db.$transaction(async (tx) => {
    await tx.product.update({ where: { id: readId("product", one.id)! }, data: { name: "Gone" } });
    await recordAudit(tx, { ...ctx, actor: { kind: "nobody", name: "x" } as never }, { action: "product.updated" });
  })).rejects.toThrow();
  expect((await ctx.db.product.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } })).name).toBe("One");
  expect((await listAudit({ ctx, input: {} })).data).toHaveLength(1);
});

test("nothing in the log can be changed, removed or emptied", async () => {
  const ctx = await createWorkspace(database.db);
  await recordAudit(ctx.db, ctx, { action: "workspace.updated" });
  for (const sql of ["UPDATE audit_log SET actor_name = 'Nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log"]) {
    await expect(ctx.db.$executeRawUnsafe(sql), sql).rejects.toThrow(/append-only/);
  }
  await ctx.db.workspace.delete({ where: { id: ctx.workspaceId } });
  expect((await listAudit({ ctx, input: {} })).data).toHaveLength(1);
});

test("secrets are hidden before they are written, however deep", async () => {
  const ctx = await createWorkspace(database.db);
  const planted = "PLANTED-7f3a";
  await recordAudit(ctx.db, ctx, {
    action: "subscription.updated",
    before: { secret: planted, headers: [{ name: "x-api-key", value: planted }] },
    after: { nested: { list: [{ passwordHash: planted }], hottok: planted }, headers: ["x-api-key"] },
  });
  const { data: entries } = await listAudit({ ctx, input: {} });
  expect(JSON.stringify(entries)).not.toContain(planted);
  expect(entries[0]!.after).toMatchObject({ headers: ["x-api-key"] });
});

test("filters combine, pages hang on ids, and another workspace's entries are never seen", async () => {
  const [ctx, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  for (let index = 0; index < 5; index++) await recordAudit(ctx.db, ctx, { action: index % 2 ? "product.created" : "product.updated", target: { kind: "product", id: newUuid() } });
  await recordAudit(other.db, other, { action: "product.created" });
  const first = await listAudit({ ctx, input: { limit: 3 } });
  const second = await listAudit({ ctx, input: { limit: 3, cursor: first.next! } });
  expect([first.data.length, second.data.length, second.next]).toEqual([3, 2, null]);
  expect((await listAudit({ ctx, input: { action: "product.created" } })).data).toHaveLength(2);
  expect((await listAudit({ ctx, input: { targetId: first.data[0]!.target!.id, action: first.data[0]!.action } })).data).toEqual([first.data[0]]);
  expect((await listAudit({ ctx, input: { until: new Date(Date.now() - 60_000).toISOString() } })).data).toEqual([]);
  expect((await listAudit({ ctx: other, input: {} })).data).toHaveLength(1);
});

test("what sends or takes events out is written down once for each request, whatever becomes of it", async () => {
  const userId = newUuid();
  const ctx = { ...(await createWorkspace(database.db)), actor: { kind: "user" as const, id: userId, name: "Ana" }, address: "198.51.100.7" };
  const subscription = await createSubscription(ctx, { url: "https://example.com/hook" });
  const subscriptionId = showId("subscription", subscription.id);
  const deliveryIds = (await sendEvents(ctx, 3)).map(({ deliveryId }) => showId("delivery", deliveryId));
  await database.db.queueEntry.deleteMany({ where: { workspaceId: ctx.workspaceId } });
  await resendDelivery({ ctx, input: { deliveryId: deliveryIds[0]! } });
  // One that is under way already, two that are sent again, and one that there is not.
  await resendDeliveries({ ctx, input: { deliveryIds: [...deliveryIds, showId("delivery", newUuid())] } });
  await resendDelivery({ ctx, input: { deliveryId: deliveryIds[0]! } });
  await sendTestEvent({ ctx, input: { subscriptionId, eventType: "PURCHASE_APPROVED", data: "{}" } });
  const { runId } = await runScenario({ ctx, input: { scenario: "refunded", subscriptionIds: [subscriptionId] } });
  for await (const piece of exportEvents({ ctx, input: { search: "buyer@example.com" } })) expect(piece).not.toBe("");
  const { data: entries } = await listAudit({ ctx, input: {} });
  expect(entries.every(({ actor, address }) => actor.name === "Ana" && address === "198.51.100.7")).toBe(true);
  expect(entries.toReversed().map(({ action, target, after }) => [action, target?.id, after])).toEqual([
    ["delivery.resent", deliveryIds[0], null],
    ["delivery.resent", undefined, { count: 4 }],
    ["test.sent", subscriptionId, { eventType: "PURCHASE_APPROVED" }],
    ["scenario.started", runId, { scenario: "refunded", subscriptions: [subscriptionId] }],
    ["events.exported", undefined, { file: "csv" }],
  ]);
});

test("so is what everybody in the workspace shares: scenarios, kept samples, and trouble that somebody took off the overview; no buyer's name with it", async () => {
  const ctx = await createWorkspace(database.db);
  const subscription = await createSubscription(ctx, { url: "https://example.com/hook" });
  const subscriptionId = showId("subscription", subscription.id);
  const settings = { scenario: "refunded" as const, subscriptionIds: [subscriptionId] };
  const { scenarioId } = await saveScenario({ ctx, input: { name: "Refund", settings } });
  await deleteScenario({ ctx, input: { scenarioId } });
  await expect(deleteScenario({ ctx, input: { scenarioId } })).rejects.toMatchObject({ code: "not_found" });
  const { runId } = await runScenario({ ctx, input: settings });
  await cancelRun({ ctx, input: { runId } });
  const [sent] = await sendEvents(ctx, 1);
  const event = await ctx.db.delivery.findFirstOrThrow({ where: { id: sent!.deliveryId } });
  const eventId = showId("event", event.eventId);
  const { bookmarkId } = await createBookmark({ ctx, input: { eventId, name: "Rita Buyer" } });
  await deleteBookmark({ ctx, input: { bookmarkId } });
  await acknowledgeAttention({ ctx, input: { subscriptionId, cause: "down" } });
  const { data: entries } = await listAudit({ ctx, input: {} });
  expect(entries.toReversed().map(({ action, target, after }) => [action, target?.id, after])).toEqual([
    ["scenario.saved", scenarioId, { name: "Refund", scenario: "refunded" }], ["scenario.deleted", scenarioId, null],
    ["scenario.started", runId, { scenario: "refunded", subscriptions: [subscriptionId] }], ["scenario.cancelled", runId, null],
    ["sample.kept", bookmarkId, { eventType: event.eventType }], ["sample.removed", bookmarkId, null],
    ["trouble.acknowledged", subscriptionId, { reason: "down" }],
  ]);
  expect(JSON.stringify(entries)).not.toContain("Rita");
});

// What changes these without an entry, and why that is right.
const SILENT: Record<string, string> = {
  "lib/services/api-keys/authenticate.ts": "notes when a key was used",
  "lib/services/invitations/accept.ts": "consume.ts, which it calls, writes it down",
  "lib/services/people/choose-language.ts": "notes what language a person reads",
  "lib/services/people/sign-in-by-provider.ts": "consume.ts and record-sign-in.ts, which it calls, write it down",
  "lib/services/people/members.ts": "parts of what change-role, remove and leave write down",
  "lib/services/workspaces/switch.ts": "notes where a person works now",
  "lib/services/events/ingest-product.ts": "an event discovered the product",
  "lib/services/saved-views/create.ts": "a person's own list of filters", "lib/services/saved-views/delete.ts": "the same",
  "lib/services/subscriptions/drafts.ts": "a person's own, sent nowhere; what it becomes is written down",
  "lib/services/notices/mark-seen.ts": "notes that notices were shown", "lib/services/notices/drop-mails.ts": "mails that no server is there for",
  "lib/services/notices/send-events.ts": "notes what was sent", "lib/services/notices/send-mails.ts": "notes what was sent",
  "lib/services/replays/plan.ts": "a plan sends nothing until it is started, which is written down", "lib/services/replays/step.ts": "what was started goes on",
  "lib/services/replays/drop-old.ts": "drops what is over", "lib/worker/scenario-runner.ts": "drops what is over", "lib/worker/housekeeping.ts": "drops what is over",
  "lib/services/scenarios/send-due-steps.ts": "what was started goes on; cancel-run.ts writes down its end",
  "lib/services/password-resets/keep.ts": "part of what make.ts and make-as-operator.ts write down",
  "lib/delivery/plan-notices.ts": "Aviso's word of what it did, which record.ts writes down",
};

const MODELS = "subscription|subscriptionSecret|product|eventType|apiKey|member|invitation|workspace|user|receiver|savedScenario|scenarioRun|bookmark|attentionAck|savedView|subscriptionDraft|replay|notice|passwordReset|session|signInIdentity";
const TABLES = "subscriptions|subscription_secrets|subscription_products|products|event_types|api_keys|members|invitations|workspaces|users|receivers|saved_scenarios|scenario_runs|bookmarks|attention_acks|saved_views|subscription_drafts|replays|notices|password_resets|sessions|sign_in_identities";
const CHANGES = [
  new RegExp(`\\b(${MODELS})\\.(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)\\(`),
  new RegExp(`\\b(UPDATE|INSERT\\s+INTO|DELETE\\s+FROM|TRUNCATE)\\s+"?(${TABLES})\\b`, "i"),
];
const WRITES = /\brecord(Audit|Change)\(|\bINSERT INTO audit_log\b/;

test("whatever changes what a person configured, by Prisma or by SQL, writes it down", () => {
  const files = globSync("lib/**/*.ts").map((file) => file.replaceAll("\\", "/")).filter((file) => !/\.test\.ts$|^lib\/(testing|db\/generated)\//.test(file));
  const changing = files.map((file) => [file, readFileSync(file, "utf8")] as const).filter(([, source]) => CHANGES.some((change) => change.test(source)));
  expect(changing.map(([file]) => file)).toContain("lib/delivery/record.ts");
  expect(changing.filter(([, source]) => !WRITES.test(source)).map(([file]) => file).toSorted()).toEqual(Object.keys(SILENT).toSorted());
});
