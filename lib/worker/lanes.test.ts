import { expect, test } from "vitest";
import type { Job } from "@/lib/delivery/load";
import { createLanes } from "./lanes";

const job = (n: number, trigger = "first") => ({ body: "12345", claim: { deliveryId: String(n), subscriptionId: "s", slots: 1, trigger } }) as unknown as Job;

test("what waits for longer than it should is given back, what is being sent is not", () => {
  const started: Job[] = [];
  const lanes = createLanes({ maxFlying: 10, start: (one) => started.push(one), isHeld: () => true });
  const jobs = [job(1), job(2), job(3), job(4, "resend")];
  lanes.take(jobs, new Map(), 10, 5);
  expect(started).toEqual([jobs[3]]);
  expect(lanes.giveUpStale(performance.now())).toEqual([]);
  expect(lanes.waiting()).toHaveLength(3);
  expect(lanes.giveUpStale(performance.now() + 2_100)).toEqual(jobs.slice(0, 3));
  expect(lanes.waiting()).toEqual([]);
  expect([lanes.flying(), lanes.characters()]).toEqual([1, 5]);
});

test("a slow endpoint has nothing kept at hand, a quick one what it takes while claims are made, more the longer those take", () => {
  const ahead = (perSec: number, claimMs: number) => {
    const lanes = createLanes({ maxFlying: 1_000, start: () => undefined, isHeld: () => true });
    const jobs = Array.from({ length: perSec }, (_, n) => ({ ...job(n), claim: { ...job(n).claim, slots: 1_000 } }) as Job);
    const begun = performance.now();
    for (let n = 0; n < 30; n++) lanes.take([], new Map(), 10, claimMs);
    lanes.take(jobs, new Map(), 1_000, claimMs);
    for (const one of jobs) lanes.ended(one, true);
    lanes.own(begun + 1_000);
    return lanes.own(begun + 1_000).get("s")!.ahead;
  };
  expect(ahead(1, 5)).toBe(0);
  expect(ahead(200, 5)).toBeCloseTo(20, -1);
  expect(ahead(200, 60)).toBeCloseTo(60, -1);
  expect(ahead(200, 5_000)).toBeCloseTo(100, -1);
});
