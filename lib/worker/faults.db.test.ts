import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { beforeEach, expect, test } from "vitest";
import { inBatch } from "@/lib/db/batch";
import { createDb } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/failure";
import { claimDue, extendLeases, releaseUnknown } from "@/lib/queue/claim";
import { mendTimes } from "@/lib/queue/mend-times";
import type { Ctx } from "@/lib/services/context";
import { createSubscription } from "@/lib/testing/fixtures";
import type { ReceiverServer } from "@/lib/testing/receiver-server";
import { sendEvents } from "@/lib/testing/send-events";
import { startProxy } from "@/lib/testing/tcp-proxy";
import { until, workerStage } from "@/lib/testing/worker-stage";
import { beat, buryDead, watchClock } from "./housekeeping";
import { newWorkerId } from "./identity";

// What the chaos suite found on real processes, each held fast by itself.
const stage = workerStage();
const { work } = stage;
let receiver: ReceiverServer;
let ctx: Ctx;
beforeEach(() => void ({ receiver, ctx } = stage));

const send = (count = 1, as: Ctx = ctx) => sendEvents(as, count);
const inAnHour = () => new Date(Date.now() + 3_600_000);

test("a worker that lost its leases begins nothing more of what it held, and another delivers it", async () => {
  await createSubscription(ctx, { url: receiver.url, maxInFlight: 2 });
  await send(10);
  const answers: (() => void)[] = [];
  receiver.answer = (_request, response) => void answers.push(() => response.end());
  const frozen = work({ workerId: "frozen", leaseSec: 1 });
  await until(() => expect(answers).toHaveLength(2));
  // Somebody else took all of it meanwhile, as after a long freeze.
  await stage.database.db.$executeRaw`UPDATE queue SET claim_id = gen_random_uuid(), worker_id = 'other', lease_until = now() + interval '1 hour' WHERE worker_id IS NOT NULL`;
  await stage.database.db.$executeRaw`UPDATE queue SET lease_until = now() + interval '1 hour', claim_id = gen_random_uuid(), worker_id = 'other' WHERE worker_id IS NULL`;
  for (const answer of answers) answer();
  await until(async () => expect(frozen.inFlight()).toBe(0));
  expect(receiver.requests).toHaveLength(2);
  expect(await ctx.db.attempt.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
  expect(await ctx.db.queueEntry.count({ where: { workerId: "other" } })).toBe(10);
});

test("extending says which claims are lost, and keeps the others", async () => {
  await createSubscription(ctx, { url: receiver.url });
  await send(2);
  const claims = await claimDue(ctx.db, { workerId: "w", limit: 10, leaseSec: 5 });
  const [lost, kept] = claims;
  await stage.database.db.queueEntry.update({ where: { deliveryId: lost!.deliveryId }, data: { claimId: randomUUID() } });
  const before = kept!.leaseEndsAt;
  expect(await extendLeases(ctx.db, "w", claims)).toEqual([lost]);
  expect(kept!.leaseEndsAt).toBeGreaterThan(before + 30_000);
  expect(lost!.leaseEndsAt).toBeLessThan(before + 1);
});

test("extending waits for no result that is being recorded, nor counts it as lost", async () => {
  await createSubscription(ctx, { url: receiver.url });
  await send(2);
  const claims = await claimDue(ctx.db, { workerId: "w", limit: 10, leaseSec: 5 });
  const [recorded, kept] = claims;
  const before = kept!.leaseEndsAt;
  await ctx.db.$transaction(async (tx) => {
    await tx.queueEntry.delete({ where: { deliveryId: recorded!.deliveryId } });
    expect(await extendLeases(ctx.db, "w", claims)).toEqual([]);
  });
  expect(kept!.leaseEndsAt).toBeGreaterThan(before + 30_000);
  expect(recorded!.leaseEndsAt).toBeLessThan(before + 1);
});

test("what was claimed by an answer that got lost is given back at once, and nothing else", async () => {
  await createSubscription(ctx, { url: receiver.url });
  await send(4);
  const known = await claimDue(ctx.db, { workerId: "w", limit: 1 });
  const others = await claimDue(ctx.db, { workerId: "x", limit: 1 });
  await claimDue(ctx.db, { workerId: "w", limit: 10 });
  await releaseUnknown(ctx.db, "w", known);
  const held = await ctx.db.queueEntry.findMany({ where: { claimId: { not: null } }, select: { claimId: true } });
  expect(held.map((row) => row.claimId).sort()).toEqual([...known, ...others].map((claim) => claim.claimId).sort());
});

test("what a worker of this machine held is given back as soon as it is dead; of those that live, are frozen or run elsewhere, nothing is taken", async () => {
  await createSubscription(ctx, { url: receiver.url });
  await send(4);
  const own = newWorkerId();
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const named = (pid: number) => own.replace(`-${process.pid}-`, `-${pid}-`).replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  const elsewhere = named(child.pid!).replace(/-[0-9a-f]{8}-/, "-00000000-");
  const ids = [own, named(child.pid!), elsewhere, "old-name"];
  for (const id of ids) await beat(ctx.db, { id, startedAt: new Date(), inFlight: 0 });
  for (const workerId of ids) expect(await claimDue(ctx.db, { workerId, limit: 1 })).toHaveLength(1);
  child.kill("SIGSTOP");
  expect(await buryDead(ctx.db, own)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await buryDead(ctx.db, own)).toBe(true);
  const left = await ctx.db.queueEntry.findMany({ where: { claimId: { not: null } }, select: { workerId: true } });
  expect(left.map((row) => row.workerId).sort()).toEqual([own, elsewhere, "old-name"].sort());
  await ctx.db.workerHeartbeat.deleteMany();
});

test("while the database takes no writes nothing is sent, and what was answered before is recorded afterwards", async () => {
  await createSubscription(ctx, { url: receiver.url, maxInFlight: 1 });
  await send(3);
  const answers: (() => void)[] = [];
  receiver.answer = (_request, response) => void answers.push(() => response.end());
  const own = createDb(stage.database.url);
  const errors: unknown[] = [];
  const worker = work({ db: own, onError: (error) => void errors.push(error) });
  await until(() => expect(answers).toHaveLength(1));
  const name = new URL(stage.database.url).pathname.slice(1);
  await stage.database.db.$executeRawUnsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await stage.database.db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`.catch(() => undefined);
  answers[0]!();
  await until(() => expect(errors.some((error) => /read-only/.test(String(error)) && databaseFailure(error) === "away")).toBe(true));
  expect(receiver.requests).toHaveLength(1);
  receiver.answer = (_request, response) => void response.end();
  const mender = createDb(Object.assign(new URL(stage.database.url), { pathname: "/postgres" }).href, { max: 1 });
  await mender.$executeRawUnsafe(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await mender.$disconnect();
  await stage.database.db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`.catch(() => undefined);
  await until(async () => expect(await ctx.db.delivery.count({ where: { workspaceId: ctx.workspaceId, status: "delivered" } })).toBe(3));
  expect(receiver.requests).toHaveLength(3);
  await worker.stop();
  await own.$disconnect();
});

test("an event is due at once whatever the clock of the process that took it says", async () => {
  await createSubscription(ctx, { url: receiver.url });
  await send(1, { ...ctx, now: inAnHour });
  expect(await claimDue(ctx.db, { workerId: "w", limit: 10 })).toHaveLength(1);
});

test("a worker whose own clock is wrong counts as alive all the same", async () => {
  const at = await beat(ctx.db, { id: "w", startedAt: new Date(0), inFlight: 3 });
  const [row] = await ctx.db.$queryRaw<{ age: number }[]>`SELECT abs(extract(epoch FROM now() - beat_at))::float8 AS age FROM worker_heartbeats WHERE worker_id = 'w'`;
  expect(row!.age).toBeLessThan(10);
  expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(10_000);
  await ctx.db.workerHeartbeat.deleteMany();
});

test("a clock that is set back is noticed, one that stands still or runs ahead is not taken for it", () => {
  const isSetBack = watchClock();
  const at = (sec: number) => new Date(1_800_000_000_000 + sec * 1_000);
  expect(isSetBack(at(0), 0)).toBe(false);
  expect(isSetBack(at(5), 5_000)).toBe(false);
  expect(isSetBack(at(3_610), 10_000)).toBe(false);
  expect(isSetBack(at(15), 15_000)).toBe(true);
  expect(isSetBack(at(20), 20_000)).toBe(false);
});

test("after the database's clock was set back nothing waits longer than its schedule says", async () => {
  const { id: subscriptionId } = await createSubscription(ctx, { url: receiver.url });
  await send(4);
  const [first, claimed, soon, far] = await ctx.db.queueEntry.findMany({ orderBy: { deliveryId: "asc" } });
  const set = (deliveryId: string, data: object) => ctx.db.queueEntry.update({ where: { deliveryId }, data });
  await set(first!.deliveryId, { dueAt: inAnHour() });
  await set(claimed!.deliveryId, { claimId: randomUUID(), workerId: "dead", leaseUntil: inAnHour() });
  await set(soon!.deliveryId, { trigger: "retry", scheduleStep: 1, dueAt: inAnHour() });
  const dueFar = new Date(Date.now() + 5 * 3_600_000);
  await set(far!.deliveryId, { trigger: "retry", scheduleStep: 5, dueAt: dueFar });
  await ctx.db.endpointState.create({ data: { subscriptionId, workspaceId: ctx.workspaceId, probeAt: inAnHour() } });
  await mendTimes(ctx.db);
  await mendTimes(ctx.db);
  const due = await claimDue(ctx.db, { workerId: "w", limit: 10 });
  expect(due.map((claim) => claim.deliveryId).sort()).toEqual([first!.deliveryId, claimed!.deliveryId].sort());
  const rows = new Map((await ctx.db.queueEntry.findMany()).map((row) => [row.deliveryId, row.dueAt]));
  expect(rows.get(soon!.deliveryId)!.getTime()).toBeLessThan(Date.now() + 60_000);
  expect(rows.get(far!.deliveryId)).toEqual(dueFar);
  expect((await ctx.db.endpointState.findUniqueOrThrow({ where: { subscriptionId } })).probeAt!.getTime()).toBeLessThan(Date.now() + 1_000);
});

test("after the clock was set back, listed waits count as the schedule that they are", async () => {
  await createSubscription(ctx, { url: receiver.url, maxAttempts: 3, retryWaitsSec: [30, 259_200] });
  await send(2);
  const [soon, far] = await ctx.db.queueEntry.findMany({ orderBy: { deliveryId: "asc" } });
  const dueFar = new Date(Date.now() + 3 * 86_400_000);
  await ctx.db.queueEntry.update({ where: { deliveryId: soon!.deliveryId }, data: { trigger: "retry", scheduleStep: 1, dueAt: inAnHour() } });
  await ctx.db.queueEntry.update({ where: { deliveryId: far!.deliveryId }, data: { trigger: "retry", scheduleStep: 2, dueAt: dueFar } });
  await mendTimes(ctx.db);
  const rows = new Map((await ctx.db.queueEntry.findMany()).map((row) => [row.deliveryId, row.dueAt]));
  expect(rows.get(soon!.deliveryId)!.getTime()).toBeLessThan(Date.now() + 66_000);
  expect(rows.get(far!.deliveryId)).toEqual(dueFar);
});

test("a server that goes away without a word costs one wait, not one for each connection, and the next question goes elsewhere", async () => {
  const proxy = await startProxy(Number(new URL(stage.database.url).port));
  const waitMs = 400;
  const db = createDb(Object.assign(new URL(stage.database.url), { port: String(proxy.port) }).href, { mostQueryMs: waitMs });
  const ask = () => inBatch(db, (query) => query<{ one: number }>("SELECT 1 AS one", []));
  expect(await ask()).toEqual([{ one: 1 }]);
  proxy.silence();
  const begun = performance.now();
  const error = await ask().catch((failed: unknown) => failed);
  expect(databaseFailure(error)).toBe("away");
  // A rollback on the same connection would wait as long again.
  expect(performance.now() - begun).toBeLessThan(waitMs * 1.9);
  expect(await ask()).toEqual([{ one: 1 }]);
  await db.$disconnect();
  await proxy.close();
});

test("when the database has moved to another address and the old one is silent, a worker goes on at the new one, and what was answered meanwhile is recorded once", async () => {
  await createSubscription(ctx, { url: receiver.url, maxInFlight: 1 });
  await send(3);
  const answers: (() => void)[] = [];
  receiver.answer = (_request, response) => void answers.push(() => response.end());
  const proxy = await startProxy(Number(new URL(stage.database.url).port));
  const db = createDb(Object.assign(new URL(stage.database.url), { port: String(proxy.port) }).href, { mostQueryMs: 400 });
  const errors: unknown[] = [];
  const worker = work({ db, onError: (error) => void errors.push(error) });
  await until(() => expect(answers).toHaveLength(1));
  proxy.silence();
  answers[0]!();
  receiver.answer = (_request, response) => void response.end();
  await until(async () => expect(await ctx.db.delivery.count({ where: { workspaceId: ctx.workspaceId, status: "delivered" } })).toBe(3));
  expect(errors.map(databaseFailure)).toContain("away");
  expect(receiver.requests).toHaveLength(3);
  expect(await ctx.db.attempt.count({ where: { workspaceId: ctx.workspaceId } })).toBe(3);
  await worker.stop();
  await db.$disconnect();
  await proxy.close();
});

test("whoever falls asleep in a transaction does not hold up the others for long", async () => {
  const [row] = await ctx.db.$queryRaw<{ limit: string }[]>`SELECT current_setting('idle_in_transaction_session_timeout') AS limit`;
  expect(row!.limit).toBe("10s");
});
