import { beforeEach, expect, test } from "vitest";
import { type Claim, claimDue, type Own, releaseClaims } from "@/lib/queue/claim";
import type { Ctx } from "@/lib/services/context";
import { createSubscription } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";
import { workerStage } from "@/lib/testing/worker-stage";
import { beat } from "./housekeeping";

// Claims begin where those before them got to, so that none walks over what all the workers have under way.
const stage = workerStage();
let ctx: Ctx;
let own: Map<string, Own>;
let due: string[];
let firstDueAt: number;
beforeEach(async () => {
  ctx = stage.ctx;
  await createSubscription(ctx, { url: stage.receiver.url, maxInFlight: 100 });
  own = new Map([[(await ctx.db.subscription.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } })).id, { held: 0, ahead: 0 }]]);
  // Each of three workers gets a third of what may be in flight.
  for (const id of ["a", "b", "c"]) await beat(ctx.db, { id, startedAt: new Date(), inFlight: 0 });
  await sendEvents(ctx, 6);
  const rows = await ctx.db.queueEntry.findMany({ orderBy: [{ dueAt: "asc" }, { deliveryId: "asc" }], select: { deliveryId: true, dueAt: true } });
  due = rows.map((row) => row.deliveryId);
  firstDueAt = rows[0]!.dueAt.getTime();
});

/** @param afterSec seconds after the first of the six was due */
const claim = (workerId: string, limit: number, afterSec: number) => claimDue(ctx.db, { workerId, limit, own, wholeSec: 60, leaseSec: 600, now: new Date(firstDueAt + afterSec * 1_000) });
const idsOf = (claims: Claim[]) => claims.map(({ deliveryId }) => deliveryId);

test("a claim goes on where the last one ended, whoever made it, and in a while some claim looks from the start for what is free again", async () => {
  const first = await claim("a", 2, 10);
  expect(idsOf(first)).toEqual(due.slice(0, 2));
  await releaseClaims(ctx.db, first.slice(0, 1));
  expect(idsOf(await claim("b", 3, 11))).toEqual(due.slice(2, 5));
  expect(idsOf(await claim("a", 10, 12))).toEqual(due.slice(5));
  expect(idsOf(await claim("b", 10, 69))).toEqual([]);
  expect(idsOf(await claim("b", 10, 71))).toEqual(due.slice(0, 1));
});

test("when something before the mark is free again, all workers begin there until it is taken", async () => {
  const all = await claim("a", 10, 10);
  await releaseClaims(ctx.db, all.slice(0, 4));
  expect(idsOf(await claim("b", 1, 71))).toEqual(due.slice(0, 1));
  expect(idsOf(await claim("c", 2, 72))).toEqual(due.slice(1, 3));
  expect(idsOf(await claim("a", 2, 73))).toEqual(due.slice(3, 4));
});

test("what was due in the last two seconds is looked at anew: it may be committed after what was due later", async () => {
  const first = await claim("a", 6, 1);
  await releaseClaims(ctx.db, first.slice(1, 2));
  expect(idsOf(await claim("b", 10, 1.5))).toEqual(due.slice(1, 2));
});

test("after the clock was set back a claim looks from the start", async () => {
  const first = await claim("a", 6, 100);
  await releaseClaims(ctx.db, first.slice(0, 2));
  expect(idsOf(await claim("a", 10, 50))).toEqual(due.slice(0, 2));
});
