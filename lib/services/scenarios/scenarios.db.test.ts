import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import { SCENARIOS } from "@/lib/domain/scenarios";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { cancelRun } from "./cancel-run";
import { deleteScenario } from "./delete";
import { getRun } from "./get-run";
import { listScenarios } from "./list";
import { listRuns } from "./list-runs";
import { runScenario } from "./run";
import { saveScenario } from "./save";
import { sendDueSteps } from "./send-due-steps";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

async function workspace() {
  const ctx = await createWorkspace(database.db);
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  return { ctx, subscriptionId: showId("subscription", id) };
}

/** Sends all that is due at a moment of this workspace, as workers do until nothing is left. */
async function sendAll(ctx: Ctx, afterMs: number): Promise<number> {
  let sent = 0;
  for (let more = 1; more > 0; sent += more) more = await sendDueSteps({ db: ctx.db, secretKey: ctx.secretKey, origin: ctx.origin, now: new Date(ctx.now().getTime() + afterMs) });
  return sent;
}
const HOUR_MS = 3_600_000;

test("a run sends each step once, in order, as a test to the chosen subscriptions only", async () => {
  const { ctx, subscriptionId } = await workspace();
  await createSubscription(ctx, { url: "https://other.example.com/hook" });
  const { runId } = await runScenario({ ctx, input: { scenario: "refunded", subscriptionIds: [subscriptionId, subscriptionId], price: 99.9, buyer: { name: "Rita", email: "rita@example.com" } } });
  expect(await sendAll(ctx, HOUR_MS)).toBe(3);
  const run = await getRun({ ctx, input: { runId } });
  expect(run).toMatchObject({ status: "finished", startedBy: "test", settings: { speed: "at_once", price: 99.9, currency: "BRL", subscriptionIds: [subscriptionId] } });
  expect(run.steps.map((step) => [step.status, step.eventType, step.deliveries.length])).toEqual([["sent", "PURCHASE_APPROVED", 1], ["sent", "PURCHASE_PROTEST", 1], ["sent", "PURCHASE_REFUNDED", 1]]);
  const events = await ctx.db.event.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { id: "asc" } });
  expect(events.map(({ isTest, source }) => [isTest, source])).toEqual(Array.from({ length: 3 }, () => [true, "test"]));
  const bodies = events.map(({ body }) => JSON.parse(body) as { test: boolean; creation_date: number; data: { purchase: { transaction: string }; buyer: { email: string } } });
  expect(new Set(bodies.map(({ data }) => data.purchase.transaction)).size).toBe(1);
  expect(bodies.every(({ test: isTest, data, creation_date }, index) => isTest && data.buyer.email === "rita@example.com" && creation_date === run.steps[index]!.occurredAt.getTime())).toBe(true);
});

test("every scenario can be run, with a product of the workspace", async () => {
  const { ctx, subscriptionId } = await workspace();
  const productId = newUuid();
  await ctx.db.product.create({ data: { id: productId, workspaceId: ctx.workspaceId, name: "Own course", externalId: "9007199254740993" } });
  for (const scenario of SCENARIOS) await runScenario({ ctx, input: { scenario, subscriptionIds: [subscriptionId], productId: showId("product", productId) } });
  await sendAll(ctx, HOUR_MS);
  expect((await listRuns({ ctx, input: { limit: 50 } })).data.map(({ status }) => status)).toEqual(SCENARIOS.map(() => "finished"));
  const events = await ctx.db.event.findMany({ where: { workspaceId: ctx.workspaceId } });
  // A number past 2^53 stays the text that it is.
  expect(events.every((event) => event.productId === productId && event.body.includes('"9007199254740993"'))).toBe(true);
});

test("steps wait for their time, and another worker goes on after a restart", async () => {
  const { ctx, subscriptionId } = await workspace();
  const { runId } = await runScenario({ ctx, input: { scenario: "pix_paid", subscriptionIds: [subscriptionId], speed: "hour_per_second" } });
  expect(await sendAll(ctx, 100)).toBe(1);
  const { steps } = await getRun({ ctx, input: { runId } });
  expect(steps.map(({ status }) => status)).toEqual(["sent", "waiting", "waiting"]);
  expect(await sendAll(ctx, steps[1]!.dueAt.getTime() - ctx.now().getTime() + 50)).toBe(1);
  expect((await getRun({ ctx, input: { runId } })).status).toBe("running");
  expect(await sendAll(ctx, 24 * HOUR_MS)).toBe(1);
  expect((await getRun({ ctx, input: { runId } })).status).toBe("finished");
});

test("a step that was stored by a worker that died before it said so is not sent twice", async () => {
  const { ctx, subscriptionId } = await workspace();
  const { runId } = await runScenario({ ctx, input: { scenario: "card_refused", subscriptionIds: [subscriptionId] } });
  await sendAll(ctx, HOUR_MS);
  const id = readId("scenarioRun", runId)!;
  // As the worker would have left it: the event is there, the step says nothing, its lease runs.
  await ctx.db.scenarioRun.update({ where: { id }, data: { status: "running", endedAt: null } });
  await ctx.db.scenarioStep.updateMany({ where: { runId: id }, data: { status: "waiting", eventId: null, leaseUntil: new Date(ctx.now().getTime() + HOUR_MS) } });
  expect(await sendAll(ctx, HOUR_MS / 2)).toBe(0);
  expect(await sendAll(ctx, 2 * HOUR_MS)).toBe(1);
  expect(await ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1);
  expect((await getRun({ ctx, input: { runId } })).steps[0]).toMatchObject({ status: "sent", deliveries: [{}] });
});

test("two workers at once send a step once", async () => {
  const { ctx, subscriptionId } = await workspace();
  await runScenario({ ctx, input: { scenario: "card_refused", subscriptionIds: [subscriptionId] } });
  const sent = await Promise.all(Array.from({ length: 4 }, () => sendAll(ctx, HOUR_MS)));
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } })).toBe(1);
});

test("a cancelled run sends no more and says who cancelled it; an ended one cannot be cancelled", async () => {
  const { ctx, subscriptionId } = await workspace();
  const { runId } = await runScenario({ ctx, input: { scenario: "membership", subscriptionIds: [subscriptionId], speed: "real" } });
  await sendAll(ctx, 60_000);
  await cancelRun({ ctx, input: { runId } });
  expect(await sendAll(ctx, 90 * 24 * HOUR_MS)).toBe(0);
  const run = await getRun({ ctx, input: { runId } });
  expect(run).toMatchObject({ status: "cancelled", endedBy: "test" });
  expect(run.steps.map(({ status }) => status)).toEqual(["sent", ...Array.from({ length: 5 }, () => "cancelled")]);
  await expect(cancelRun({ ctx, input: { runId } })).rejects.toMatchObject({ code: "conflict" });
});

test("a run whose last subscription was deleted ends by itself", async () => {
  const { ctx, subscriptionId } = await workspace();
  const { runId } = await runScenario({ ctx, input: { scenario: "refunded", subscriptionIds: [subscriptionId] } });
  await ctx.db.subscription.update({ where: { id: readId("subscription", subscriptionId)! }, data: { deletedAt: new Date() } });
  await sendAll(ctx, HOUR_MS);
  expect(await getRun({ ctx, input: { runId } })).toMatchObject({ status: "cancelled", endedBy: "Aviso" });
  expect(await ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
});

test("scenarios are saved, listed and deleted; another workspace's are not there", async () => {
  const { ctx, subscriptionId } = await workspace();
  const { ctx: stranger } = await workspace();
  const settings = { scenario: "chargeback" as const, subscriptionIds: [subscriptionId], speed: "day_per_second" as const };
  const { scenarioId } = await saveScenario({ ctx, input: { name: "  Bad day ", settings } });
  const { runId } = await runScenario({ ctx, input: settings });
  expect((await listScenarios({ ctx })).data).toMatchObject([{ id: scenarioId, name: "Bad day", settings }]);
  expect((await listScenarios({ ctx: stranger })).data).toEqual([]);
  expect((await listRuns({ ctx: stranger, input: {} })).data).toEqual([]);
  await expect(getRun({ ctx: stranger, input: { runId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(cancelRun({ ctx: stranger, input: { runId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteScenario({ ctx: stranger, input: { scenarioId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(runScenario({ ctx: stranger, input: settings })).rejects.toMatchObject({ code: "not_found" });
  await deleteScenario({ ctx, input: { scenarioId } });
  expect((await listScenarios({ ctx })).data).toEqual([]);
});

test("with retries what is sent waits in the queue as a real event does; without, and where it is paused, it is tried once", async () => {
  const { ctx, subscriptionId } = await workspace();
  const paused = showId("subscription", (await createSubscription(ctx, { url: "https://paused.example.com/hook", status: "paused" })).id);
  const triggers = async (retries: boolean | undefined) => {
    const { runId } = await runScenario({ ctx, input: { scenario: "card_refused", subscriptionIds: [subscriptionId, paused], retries } });
    await sendAll(ctx, HOUR_MS);
    const { steps: [step] } = await getRun({ ctx, input: { runId } });
    const rows = await ctx.db.$queryRaw<{ id: string; trigger: string }[]>`SELECT subscription_id::text AS id, trigger FROM queue WHERE event_id = ${readId("event", step!.eventId!)}::uuid`;
    return [subscriptionId, paused].map((id) => rows.find((row) => row.id === readId("subscription", id))?.trigger);
  };
  expect(await triggers(true)).toEqual(["first", "test"]);
  expect(await triggers(undefined)).toEqual(["test", "test"]);
});
