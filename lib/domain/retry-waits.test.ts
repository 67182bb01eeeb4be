import fc from "fast-check";
import { expect, test } from "vitest";
import { RETRY_DELAYS_SEC } from "./retry";
import { readWaits, RETRY_WAITS, waitsBetween, writeWaits } from "./retry-waits";

test("waits are read from lengths of time in any usual way of writing", () => {
  expect(readWaits("5s, 5m, 30m, 2h")).toEqual([5, 300, 1_800, 7_200]);
  expect(readWaits(" 5 S;5 min\n1d, 90 ")).toEqual([5, 300, 86_400, 90]);
  expect(readWaits("")).toEqual([]);
  expect(readWaits("5s, soon, 1.5h, -3, 5s5")).toEqual([5, NaN, NaN, NaN, NaN]);
});

test("any waits written down are read as the same", () => {
  const waits = fc.array(fc.integer({ ...RETRY_WAITS.sec }), { maxLength: RETRY_WAITS.most });
  fc.assert(fc.property(waits, (list) => void expect(readWaits(writeWaits(list))).toEqual(list)));
});

test("between attempts lie the listed waits, or the usual ones, the last of which goes on", () => {
  expect(waitsBetween(8, null)).toEqual(RETRY_DELAYS_SEC.slice(1));
  expect(waitsBetween(10, null).slice(-3)).toEqual([36_000, 36_000, 36_000]);
  expect(waitsBetween(1, null)).toEqual([]);
  expect(waitsBetween(3, [7, 9])).toEqual([7, 9]);
});
