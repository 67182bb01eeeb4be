import { expect, test } from "vitest";
import { chosenRange, rangeBetween, rangeQuery, sumRange } from "./timeline-range";

const bar = (from: string, to: string, delivered = 0) => ({ from, to, existed: true, received: 1, delivered, waiting: 0, failed: 2, cancelled: 0 });
const days = [1, 2, 3, 4].map((day) => bar(`2026-11-0${day}T00:00:00.000Z`, `2026-11-0${day + 1}T00:00:00.000Z`, day));

test("one day is named by its date, more by absolute times, and both lead back to the same bars", () => {
  expect(rangeQuery(days, { first: 1, last: 1 })).toMatchObject({ day: "2026-11-02", from: undefined });
  const query = rangeQuery(days, rangeBetween(2, 1));
  expect(query).toMatchObject({ day: undefined, from: "2026-11-02T00:00:00.000Z", to: "2026-11-04T00:00:00.000Z" });
  expect(chosenRange(days, { day: "2026-11-02" })).toEqual({ first: 1, last: 1 });
  expect(chosenRange(days, query)).toEqual({ first: 1, last: 2 });
  expect(chosenRange(days, {})).toBeNull();
  expect(chosenRange(days, { to: "2026-11-03T00:00:00.000Z" })).toEqual({ first: 0, last: 1 });
});

test("a period that ends now is marked in the bars as well, from the one that it begins in", () => {
  expect(chosenRange(days, { period: "24h" })).toEqual({ first: 2, last: 3 });
  expect(chosenRange(days, { period: "24h", day: "2026-11-01" })).toEqual({ first: 0, last: 0 });
  expect(chosenRange(days, { period: "60d" })).toBeNull();
});

test("an hour of a day is named by absolute times", () => {
  const hours = [bar("2026-11-02T00:00:00.000Z", "2026-11-02T01:00:00.000Z"), bar("2026-11-02T01:00:00.000Z", "2026-11-02T02:00:00.000Z")];
  expect(rangeQuery(hours, { first: 0, last: 0 })).toMatchObject({ from: "2026-11-02T00:00:00.000Z", to: "2026-11-02T01:00:00.000Z" });
});

test("a range sums its bars, and does not count events where they are not counted", () => {
  expect(sumRange(days, { first: 1, last: 2 })).toEqual({ received: 2, delivered: 5, waiting: 0, failed: 4, cancelled: 0 });
  expect(sumRange([{ ...days[0]!, received: null }], { first: 0, last: 0 }).received).toBeNull();
});
