import { expect, test } from "vitest";
import { chosenRange, rangeBetween, rangeQuery, sumRange } from "./timeline-range";

const bar = (from: string, to: string, delivered = 0) => ({ from, to, existed: true, received: 1, delivered, waiting: 0, failed: 2 });
const days = [1, 2, 3, 4].map((day) => bar(`2026-11-0${day}T00:00:00.000Z`, `2026-11-0${day + 1}T00:00:00.000Z`, day));

test("one day is named by its date, more by absolute times, and both lead back to the same bars", () => {
  expect(rangeQuery(days, { first: 1, last: 1 })).toMatchObject({ day: "2026-11-02", from: undefined });
  const query = rangeQuery(days, rangeBetween(2, 1));
  expect(query).toMatchObject({ day: undefined, from: "2026-11-02T00:00:00.000Z", to: "2026-11-04T00:00:00.000Z" });
  expect(chosenRange(days, { day: "2026-11-02" })).toEqual({ first: 1, last: 1 });
  expect(chosenRange(days, query)).toEqual({ first: 1, last: 2 });
  expect(chosenRange(days, {})).toBeNull();
});

test("an hour of a day is named by absolute times", () => {
  const hours = [bar("2026-11-02T00:00:00.000Z", "2026-11-02T01:00:00.000Z"), bar("2026-11-02T01:00:00.000Z", "2026-11-02T02:00:00.000Z")];
  expect(rangeQuery(hours, { first: 0, last: 0 })).toMatchObject({ from: "2026-11-02T00:00:00.000Z", to: "2026-11-02T01:00:00.000Z" });
});

test("a range sums its bars, and does not count events where they are not counted", () => {
  expect(sumRange(days, { first: 1, last: 2 })).toEqual({ received: 2, delivered: 5, waiting: 0, failed: 4 });
  expect(sumRange([{ ...days[0]!, received: null }], { first: 0, last: 0 }).received).toBeNull();
});
