import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, readId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { getEvent } from "@/lib/services/events/get";
import { ingestEvents } from "@/lib/services/events/ingest";
import { claimDue, releaseClaims } from "@/lib/queue/claim";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { cancelWaiting } from "./cancel-waiting";
import { createSubscription } from "./create";
import { deleteSubscription } from "./delete";
import { listSubscriptions } from "./list";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const policy = { allowedRanges: [], allowHttp: false, ownOrigin: "http://aviso.test" };
const create = async (ctx: Ctx, name: string) => (await createSubscription({ ctx, input: { name, url: "https://crm.example.com/hook" }, policy })).id;
async function post(ctx: Ctx, count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({ event: "PURCHASE_APPROVED", data: { product: { id: 1, name: "Course" } } }));
  const { results } = await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify(events)) } });
  return results.map((result) => (result as { id: string }).id);
}
/** The roll-ups of a subscription, and the same counted from its deliveries: they must agree. */
async function counts(ctx: Ctx, id: string) {
  const subscriptionId = readId("subscription", id)!;
  const rolled = await ctx.db.hourlyCount.groupBy({ by: ["outcome"], where: { subscriptionId }, _sum: { count: true } });
  const real = await ctx.db.delivery.groupBy({ by: ["status"], where: { subscriptionId }, _count: true });
  const shown = Object.fromEntries(rolled.flatMap((row) => (row._sum.count ? [[row.outcome, Number(row._sum.count)]] : [])));
  expect(shown).toEqual(Object.fromEntries(real.map((row) => [row.status, row._count])));
  return shown;
}

test("deleting a subscription cancels what waits for it and leaves its history, the counts, and the others' deliveries right", async () => {
  const ctx = await createWorkspace(database.db);
  const [doomed, other] = [await create(ctx, "Doomed"), await create(ctx, "Other")];
  const [first] = await post(ctx, 5);
  // One was delivered, and a person has asked for it once more.
  const delivered = await ctx.db.delivery.findFirstOrThrow({ where: { eventId: readId("event", first!)!, subscriptionId: readId("subscription", doomed)! } });
  await ctx.db.delivery.update({ where: { eventId_id: { eventId: delivered.eventId, id: delivered.id } }, data: { status: "delivered" } });
  await ctx.db.hourlyCount.updateMany({ where: { subscriptionId: delivered.subscriptionId, outcome: "waiting" }, data: { count: 4 } });
  await ctx.db.hourlyCount.create({ data: { ...(await ctx.db.hourlyCount.findFirstOrThrow({ where: { subscriptionId: delivered.subscriptionId } })), outcome: "delivered", count: 1 } });

  expect(await deleteSubscription({ ctx, input: { id: doomed } })).toEqual({ id: doomed, cancelled: 4 });
  expect(await counts(ctx, doomed)).toEqual({ cancelled: 4, delivered: 1 });
  expect(await counts(ctx, other)).toEqual({ waiting: 5 });
  expect(await ctx.db.queueEntry.count({ where: { subscriptionId: delivered.subscriptionId } })).toBe(0);
  expect((await listSubscriptions({ ctx })).map(({ name }) => name)).toEqual(["Other"]);
  const event = await getEvent({ ctx, input: { eventId: first! } });
  expect(event.verdicts.find((row) => row.subscription.id === doomed)).toMatchObject({ subscription: { name: "Doomed", isDeleted: true }, deliveries: [{ status: "delivered" }] });
  await expect(deleteSubscription({ ctx, input: { id: doomed } })).rejects.toMatchObject({ code: "not_found" });
  await post(ctx, 1);
  expect(await counts(ctx, doomed)).toEqual({ cancelled: 4, delivered: 1 });
});

test("what is being sent while its subscription is deleted is not taken from the worker; what it leaves is cancelled by housekeeping", async () => {
  const ctx = await createWorkspace(database.db);
  const id = await create(ctx, "Doomed");
  await post(ctx, 3);
  const claims = (await claimDue(ctx.db, { workerId: "w", limit: 50 })).filter((claim) => claim.subscriptionId === readId("subscription", id));
  expect(claims).toHaveLength(3);
  await releaseClaims(ctx.db, claims.slice(1));
  expect((await deleteSubscription({ ctx, input: { id } })).cancelled).toBe(2);
  expect(await counts(ctx, id)).toEqual({ cancelled: 2, waiting: 1 });
  await releaseClaims(ctx.db, claims);
  expect(await claimDue(ctx.db, { workerId: newUuid(), limit: 50 })).not.toContainEqual(expect.objectContaining({ subscriptionId: readId("subscription", id) }));
  expect(await cancelWaiting(ctx.db)).toBe(1);
  expect(await counts(ctx, id)).toEqual({ cancelled: 3 });
});

test("a list tells each subscription's last delivery, its last 24 hours by the hour, and all that waits", async () => {
  const ctx = await createWorkspace(database.db);
  const id = await create(ctx, "CRM");
  expect(await listSubscriptions({ ctx })).toMatchObject([{ id, lastDelivery: null, waiting: 0, lastDay: { delivered: 0, failed: 0 } }]);
  const old = { ...ctx, now: () => new Date(Date.now() - 3 * 86_400_000) };
  await post(old, 2);
  const [eventId] = await post(ctx, 1);
  const [item] = await listSubscriptions({ ctx });
  expect(item).toMatchObject({ waiting: 3, lastDelivery: { eventId, status: "waiting", responseStatus: null } });
  expect(item!.lastDay.hours).toHaveLength(24);
  expect(item!.lastDay.hours.at(-1)).toEqual({ delivered: 0, failed: 0, waiting: 1 });
});
