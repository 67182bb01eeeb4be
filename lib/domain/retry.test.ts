import fc from "fast-check";
import { expect, test } from "vitest";
import { decideNext, type Outcome, readRetryAfter, RETRY_DELAYS_SEC } from "./retry";

const now = new Date("2026-01-02T03:04:05Z");
const failed: Outcome = { responseStatus: 500, failureKind: "http_status", retryAfterSec: null, receiverAsked: null };
const delaySec = (change: Partial<Outcome>, step = 1, jitter = 0, waitsSec: number[] = []) => {
  const decision = decideNext({ outcome: { ...failed, ...change }, step, maxAttempts: waitsSec.length > 0 ? waitsSec.length + 1 : 8, waitsSec, now, jitter });
  return decision.next === "retry" ? (decision.at.getTime() - now.getTime()) / 1_000 : decision;
};

test("without jitter the schedule is at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h", () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((step) => delaySec({}, step))).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
  expect(delaySec({}, 8)).toEqual({ next: "failed", disable: null });
});

test("jitter stays within a fifth of the delay", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.double({ min: -1, max: 1, noNaN: true }), (step, jitter) => {
      const scheduled = RETRY_DELAYS_SEC[step]!;
      const delay = delaySec({}, step, jitter) as number;
      return delay >= scheduled * 0.8 - 0.001 && delay <= scheduled * 1.2 + 0.001;
    }),
  );
});

test("listed waits come one after the other, each within a fifth, and then the schedule ends", () => {
  const waits = fc.array(fc.integer({ min: 1, max: 604_800 }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(waits, fc.double({ min: -1, max: 1, noNaN: true }), (list, jitter) => {
      list.forEach((wait, index) => {
        const delay = delaySec({}, index + 1, jitter, list) as number;
        expect(Math.abs(delay - wait)).toBeLessThanOrEqual(wait * 0.2 + 0.001);
      });
      expect(delaySec({}, list.length + 1, jitter, list)).toEqual({ next: "failed", disable: null });
    }),
  );
});

test("a delivery that was promised more attempts than the list now has goes on at its last wait", () => {
  const decision = decideNext({ outcome: failed, step: 5, maxAttempts: 8, waitsSec: [10, 20], now, jitter: 0 });
  expect(decision).toEqual({ next: "retry", at: new Date(now.getTime() + 20_000) });
});

test("Retry-After and the minute after a timeout hold for listed waits, too", () => {
  expect(delaySec({ responseStatus: 503, retryAfterSec: 900 }, 1, 0, [100])).toBe(200);
  expect(delaySec({ responseStatus: 429 }, 1, 0, [2])).toBe(60);
});

test("Retry-After counts for 429 and 503 only, between the scheduled delay and twice that", () => {
  expect(delaySec({ responseStatus: 503, retryAfterSec: 1 }, 2)).toBe(300);
  expect(delaySec({ responseStatus: 503, retryAfterSec: 400 }, 2)).toBe(400);
  expect(delaySec({ responseStatus: 503, retryAfterSec: 86_400 }, 2)).toBe(600);
  expect(delaySec({ responseStatus: 500, retryAfterSec: 400 }, 2)).toBe(300);
});

test("429 and a timeout leave the receiver alone for at least 60 s", () => {
  for (const change of [{ responseStatus: 429 }, { responseStatus: null, failureKind: "timeout_connect" as const }, { responseStatus: null, failureKind: "timeout_response" as const }]) {
    expect(delaySec(change)).toBe(60);
    expect(delaySec(change, 2)).toBe(300);
  }
});

test("410, abort and disable end the schedule; success ends it best", () => {
  expect(delaySec({ responseStatus: 410 })).toEqual({ next: "failed", disable: "receiver_gone" });
  expect(delaySec({ receiverAsked: "abort" })).toEqual({ next: "failed", disable: null });
  expect(delaySec({ receiverAsked: "disable" })).toEqual({ next: "failed", disable: "receiver_asked" });
  expect(delaySec({ responseStatus: 200, failureKind: null })).toEqual({ next: "delivered" });
});

test("Retry-After is read as seconds or as a date, and anything else is none", () => {
  expect(readRetryAfter("120", now)).toBe(120);
  expect(readRetryAfter("Fri, 02 Jan 2026 03:05:05 GMT", now)).toBe(60);
  expect(readRetryAfter("Fri, 02 Jan 2026 03:00:00 GMT", now)).toBe(0);
  for (const no of [undefined, "", "soon", "-5"]) expect(readRetryAfter(no, now) ?? 0).toBe(0);
});
