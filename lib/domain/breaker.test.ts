import fc from "fast-check";
import { expect, test } from "vitest";
import { afterAttempts, BREAKER, disableAt, type EndpointChange, type EndpointState, NEW_ENDPOINT } from "./breaker";

const START = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;
const at = (ms: number) => new Date(START + ms);
const failure = { hasSucceeded: false, isProbe: false };
const success = { hasSucceeded: true, isProbe: false };
const probe = { hasSucceeded: false, isProbe: true };
const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

/** A life of attempts at times that only grow; while it is down, attempts are probes, made when they are due. */
const life = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 3_600_000 }), hasSucceeded: fc.boolean() }), { maxLength: 200 });

function live(steps: { afterMs: number; hasSucceeded: boolean }[], each: (before: EndpointState, after: EndpointState, changes: EndpointChange[], now: Date) => void): void {
  let state = NEW_ENDPOINT;
  let now = START;
  for (const { afterMs, hasSucceeded } of steps) {
    now = Math.max(now + afterMs, state.probeAt?.getTime() ?? 0);
    const { state: after, changes } = afterAttempts(state, [{ hasSucceeded, isProbe: state.downSince !== null }], new Date(now));
    each(state, after, changes, new Date(now));
    state = after;
  }
}

test("ten failures in a row, and not nine, make it down, with a probe half a minute later", () => {
  expect(afterAttempts(NEW_ENDPOINT, times(9, failure), at(0)).state.downSince).toBeNull();
  const { state, changes } = afterAttempts(NEW_ENDPOINT, times(10, failure), at(0));
  expect(changes).toEqual([{ change: "down" }]);
  expect(state).toMatchObject({ downSince: at(0), probeAt: at(30_000) });
});

test("seven of ten failing make it down once there were twenty in five minutes, although none fail in a row", () => {
  const mostly = [failure, failure, success, failure, failure, failure, success, failure, failure, success];
  const { state: nearly } = afterAttempts(NEW_ENDPOINT, [...mostly, ...mostly.slice(0, 9)], at(0));
  expect(nearly.downSince).toBeNull();
  expect(afterAttempts(nearly, [failure], at(60_000)).state.downSince).toEqual(at(60_000));
  // What is older than the window does not count.
  expect(afterAttempts(nearly, [failure], at(6 * 60_000)).state.downSince).toBeNull();
});

test("probes come after 30 s, 1 min, 2 min … and never later than ten minutes apart", () => {
  let { state } = afterAttempts(NEW_ENDPOINT, times(10, failure), at(0));
  const waits: number[] = [];
  for (let n = 0; n < 7; n++) {
    const now = state.probeAt!;
    state = afterAttempts(state, [probe], now).state;
    waits.push((state.probeAt!.getTime() - now.getTime()) / 1_000);
  }
  expect(waits).toEqual([60, 120, 240, 480, 600, 600, 600]);
});

test("what was under way when it went down neither hastens nor delays the probe", () => {
  const { state } = afterAttempts(NEW_ENDPOINT, times(10, failure), at(0));
  expect(afterAttempts(state, times(5, failure), at(1_000)).state).toEqual(state);
});

test("any success makes it up, at once, and what was held drains", () => {
  fc.assert(fc.property(life, (steps) => live([...steps, { afterMs: 1, hasSucceeded: true }], (before, after, changes, now) => {
    if (!before.downSince || after.downSince) return;
    expect(changes).toEqual([{ change: "recovered", downSince: before.downSince }]);
    expect(after).toEqual({ ...NEW_ENDPOINT, drainingSince: now });
  })));
});

test("down and recovered take turns, whatever happens; each is said once", () => {
  fc.assert(fc.property(life, (steps) => {
    let isDown = false;
    live(steps, (_before, after, changes) => {
      for (const { change } of changes) {
        if (change === "down") expect(isDown).toBe(false);
        else expect(isDown).toBe(true);
        if (change === "down") isDown = true;
        if (change === "recovered") isDown = false;
      }
      expect(after.downSince !== null).toBe(isDown);
      expect(after.probeAt !== null).toBe(isDown);
    });
  }));
});

test("five days without a success disable it, after one announcement at half the time", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 86_400_000 }), { minLength: 20, maxLength: 60 }), (waits) => {
    const said: { change: string; days: number }[] = [];
    const failing = [...times(10, { afterMs: 0, hasSucceeded: false }), ...waits.map((afterMs) => ({ afterMs, hasSucceeded: false }))];
    live(failing, (before, _after, changes, now) => {
      for (const { change } of changes) if (change !== "down") said.push({ change, days: (now.getTime() - before.downSince!.getTime()) / 86_400_000 });
    });
    expect(said.filter(({ change }) => change === "disable_announced").length).toBeLessThanOrEqual(1);
    for (const { change, days } of said) {
      if (change === "disabled") expect(days).toBeGreaterThanOrEqual(5);
      if (change === "disable_announced") expect(days).toBeGreaterThanOrEqual(2.5);
    }
  }));
});

test("one that is seldom tried, because nothing is held, is announced before it is disabled, and a day before at least", () => {
  const { state: down } = afterAttempts(NEW_ENDPOINT, times(10, failure), at(0));
  const warned = afterAttempts(down, [probe], at(9 * DAY));
  expect(warned.changes).toEqual([{ change: "disable_announced", downSince: at(0) }]);
  const soon = afterAttempts(warned.state, [probe], at(10 * DAY - 1));
  expect(soon.changes).toEqual([]);
  expect(afterAttempts(soon.state, [probe], at(10 * DAY)).changes).toEqual([{ change: "disabled", downSince: at(0) }]);
  expect(disableAt(at(0), at(9 * DAY))).toEqual(at(10 * DAY));
  expect(disableAt(at(0), at(2.5 * DAY))).toEqual(at(5 * DAY));
});

test("while it drains, three failures in a row are enough", () => {
  const { state: down } = afterAttempts(NEW_ENDPOINT, times(10, failure), at(0));
  const { state: draining } = afterAttempts(down, [{ hasSucceeded: true, isProbe: true }], at(30_000));
  expect(afterAttempts(draining, times(2, failure), at(31_000)).state.downSince).toBeNull();
  expect(afterAttempts(draining, times(BREAKER.failuresInRowDraining, failure), at(31_000)).state.downSince).toEqual(at(31_000));
});
