import fc from "fast-check";
import { expect, test } from "vitest";
import { decideNext, type Outcome, readRetryAfter, RETRY_DELAYS_SEC } from "./retry";

const now = new Date("2026-01-02T03:04:05Z");
const failed: Outcome = { responseStatus: 500, failureKind: "http_status", retryAfterSec: null, receiverAsked: null };
const delaySec = (change: Partial<Outcome>, step = 1, jitter = 0) => {
  const decision = decideNext({ outcome: { ...failed, ...change }, step, maxAttempts: 8, now, jitter });
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
