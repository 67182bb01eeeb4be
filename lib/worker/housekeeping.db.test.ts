import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createReceiver } from "@/lib/services/receivers/create";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { keepHouse } from "./housekeeping";

const DAY = 86_400_000;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
beforeAll(async () => void (database = await createTestDatabase("history")));
afterAll(() => database.close());
beforeEach(async () => void (ctx = await createWorkspace(database.db)));

/** How each table is kept from growing for ever; a new one is to be thought of here. */
const BOUNDED_BY: Record<string, string[]> = {
  "days that are dropped": ["events", "verdicts", "deliveries", "attempts", "search_terms"],
  "housekeeping, by age": ["queue", "hourly_counts", "daily_counts", "idempotency_keys", "trace_contexts", "notices", "receiver_requests", "rate_limits", "worker_heartbeats"],
  "its runner, by age": ["replays", "scenario_runs"],
  "what it belongs to": ["replay_items", "scenario_steps", "claim_shares", "endpoint_states", "attention_acks", "subscription_products", "sign_in_identities", "password_resets"],
  "housekeeping, which adds it up": ["late_counts"],
  "its number": ["rolled_up", "subscription_drafts"],
  "what people make by hand": ["workspaces", "users", "members", "sessions", "invitations", "api_keys", "event_types", "subscriptions", "subscription_changes", "subscription_secrets", "receivers", "saved_views", "saved_scenarios", "bookmarks", "products"],
  "nothing, on purpose: who did what is never deleted": ["audit_log"],
};

test("each table is kept from growing for ever, or is known to", async () => {
  const rows = await database.db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'`;
  expect(Object.values(BOUNDED_BY).flat().toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test("what is kept for a time only goes when that is over, and not before", async () => {
  const { db, workspaceId } = ctx;
  const receiver = await createReceiver({ ctx, input: { name: "R" } });
  const { id: receiverId } = await db.receiver.findFirstOrThrow({ where: { token: receiver.token } });
  const now = Date.now();
  const at = (days: number) => new Date(now - days * DAY);
  const request = (days: number) => db.receiverRequest.create({ data: { id: newUuid(at(days)), receiverId, receivedAt: at(days), method: "POST", path: "/", headers: [], body: "", bodyEncoding: "utf8", bodyBytes: 0, signature: "unknown", answer: "200" } });
  const notice = (days: number) => db.notice.create({ data: { id: newUuid(at(days)), workspaceId, kind: "subscription_down", subscriptionId: newUuid(), subscriptionName: "S", key: `down:${days}`, eventState: "none", mailState: "none", createdAt: at(days), detail: {} } });
  const trace = (days: number) => db.traceContext.create({ data: { eventId: newUuid(at(days)), traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } });
  const beat = (days: number) => db.workerHeartbeat.create({ data: { workerId: `w${days}`, startedAt: at(days), beatAt: at(days), inFlight: 0, version: "x" } });
  const key = (days: number) => db.idempotencyKey.create({ data: { workspaceId, key: `key:${days}`, eventId: newUuid(at(days)), createdAt: at(days) } });
  const counted = { workspaceId, subscriptionId: newUuid(), productId: newUuid(), eventType: "X", isTest: false, outcome: "received", count: 1 };
  const hour = (days: number) => db.hourlyCount.create({ data: { ...counted, hour: at(days) } });
  const day = (days: number) => db.dailyCount.create({ data: { ...counted, day: at(days) } });
  for (const [make, kept, over] of [[request, 6.9, 7.1], [notice, 59, 62], [trace, 1.9, 2.1], [beat, 0.04, 0.05], [key, 59, 62], [hour, 59, 63], [day, 59, 63]] as const) {
    await make(kept);
    await make(over);
  }
  await keepHouse(db, new Date(now));
  const left = await Promise.all([db.receiverRequest.count({ where: { receiverId } }), db.notice.count({ where: { workspaceId } }), db.traceContext.count(), db.workerHeartbeat.count(), db.idempotencyKey.count({ where: { workspaceId } }), db.hourlyCount.count({ where: { workspaceId } }), db.dailyCount.count({ where: { workspaceId, subscriptionId: counted.subscriptionId, day: at(59) } })]);
  expect(left).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(await db.dailyCount.count({ where: { workspaceId, day: { lt: at(61) } } })).toBe(0);
});

test("after a pause of many days each day is dropped by itself: one that cannot go keeps none of the others", async () => {
  const { db } = database;
  const name = (daysAgo: number) => `events_${new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10).replaceAll("-", "")}`;
  await db.$queryRaw`SELECT aviso_ensure_partitions(current_date - 66, current_date - 62)`;
  await db.$executeRawUnsafe(`CREATE VIEW stays AS SELECT 1 FROM ${name(65)}`);
  const isThere = async (daysAgo: number) => (await db.$queryRaw<[{ there: boolean }]>`SELECT to_regclass(${name(daysAgo)}) IS NOT NULL AS there`)[0].there;
  expect(await Promise.all([66, 65, 64, 63].map(isThere))).toEqual([true, true, true, true]);
  await expect(keepHouse(db)).rejects.toThrow();
  expect(await Promise.all([66, 65, 64, 63].map(isThere))).toEqual([false, true, false, false]);
  await db.$executeRaw`DROP VIEW stays`;
  await keepHouse(db);
  expect(await isThere(65)).toBe(false);
});
