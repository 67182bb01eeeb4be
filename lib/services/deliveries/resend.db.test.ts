import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { sendTestEvent } from "@/lib/services/events/send-test";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { resendDelivery } from "./resend";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

const LATER = new Date(Date.now() + 3_600_000);
interface Scene { ctx: Ctx; id: string; subscriptionId: string }
const ended = (status: string) => async ({ ctx, id }: Scene) => {
  await ctx.db.queueEntry.deleteMany({ where: { deliveryId: id } });
  await ctx.db.delivery.updateMany({ where: { id }, data: { status, attemptCount: 8 } });
};
const subscriptionIs = (data: { status?: string; deletedAt?: Date }) => ({ ctx, subscriptionId }: Scene) => ctx.db.subscription.update({ where: { id: subscriptionId }, data });
const row = (data: object) => ({ ctx, id }: Scene) => ctx.db.queueEntry.update({ where: { deliveryId: id }, data });
const AFRESH = { trigger: "resend", requestedBy: "test", scheduleStep: 8, resumeDueAt: null };
const FORWARD = { trigger: "resend", requestedBy: "test", resumeDueAt: expect.any(Date) as Date };

test.each<[state: string, prepare: (scene: Scene) => Promise<unknown>, isNew: boolean | "conflict", status: string, queued: object | null]>([
  ["waits for its first attempt", () => Promise.resolve(), true, "waiting", { ...FORWARD, scheduleStep: 0 }],
  ["waits for a retry", row({ trigger: "retry", scheduleStep: 3, dueAt: LATER }), true, "waiting", { ...FORWARD, scheduleStep: 3, resumeDueAt: LATER }],
  ["is being sent", row({ leaseUntil: LATER, claimId: newUuid(), workerId: "w" }), false, "waiting", { trigger: "first", workerId: "w" }],
  ["was asked for already", row({ trigger: "resend", requestedBy: "Ana" }), false, "waiting", { requestedBy: "Ana", resumeDueAt: null }],
  ["has failed", ended("failed"), true, "waiting", AFRESH],
  ["was delivered", ended("delivered"), true, "delivered", AFRESH],
  ["was cancelled", ended("cancelled"), true, "waiting", AFRESH],
  ["waits for a paused subscription", subscriptionIs({ status: "paused" }), true, "waiting", FORWARD],
  ["waits for a disabled subscription", subscriptionIs({ status: "disabled" }), true, "waiting", FORWARD],
  ["failed before its subscription was disabled", async (scene) => { await ended("failed")(scene); await subscriptionIs({ status: "disabled" })(scene); }, true, "waiting", AFRESH],
  ["failed before its subscription was deleted", async (scene) => { await ended("failed")(scene); await subscriptionIs({ deletedAt: new Date() })(scene); }, "conflict", "failed", null],
])("a delivery that %s, when it is resent", async (_state, prepare, isNew, status, queued) => {
  const ctx = await createWorkspace(database.db);
  const { id: subscriptionId } = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const id = (await sendEvents(ctx, 1))[0]!.deliveryId;
  await prepare({ ctx, id, subscriptionId });
  await expectResend(ctx, id, isNew, status, queued);
});

test.each<[state: string, prepare: (scene: Scene) => Promise<unknown>, isNew: boolean, queued: object]>([
  // It goes out at once as it is; after a resend in its place it would be retried, and a test is tried once.
  ["was not sent yet", () => Promise.resolve(), false, { trigger: "test", resumeDueAt: null }],
  ["was not sent yet and whose worker died", row({ leaseUntil: new Date(0), claimId: newUuid(), workerId: "w" }), false, { trigger: "test", resumeDueAt: null }],
  ["has failed", ended("failed"), true, AFRESH],
])("a test that %s, when it is resent", async (_state, prepare, isNew, queued) => {
  const ctx = await createWorkspace(database.db);
  const { id: subscriptionId } = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const id = readId("delivery", (await sendTestEvent({ ctx, input: { subscriptionId: showId("subscription", subscriptionId), eventType: "PURCHASE_APPROVED" } })).deliveryId)!;
  await prepare({ ctx, id, subscriptionId });
  await expectResend(ctx, id, isNew, "waiting", queued);
});

async function expectResend(ctx: Ctx, id: string, isNew: boolean | "conflict", status: string, queued: object | null): Promise<void> {
  const asked = resendDelivery({ ctx, input: { deliveryId: showId("delivery", id) } });
  if (isNew === "conflict") await expect(asked).rejects.toMatchObject({ code: "conflict" });
  else expect((await asked).isNew).toBe(isNew);
  expect(await ctx.db.delivery.findFirst({ where: { id } })).toMatchObject({ status });
  const entry = await ctx.db.queueEntry.findUnique({ where: { deliveryId: id } });
  if (!queued) return expect(entry).toBeNull();
  expect(entry).toMatchObject(queued);
  if (entry!.trigger !== "first") expect(entry!.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
}
