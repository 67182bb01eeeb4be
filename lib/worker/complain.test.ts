import { expect, test } from "vitest";
import { createComplainer } from "./complain";

test("while the database is away each complaint is told once in ten seconds, with how often it came; any other is always told", () => {
  const told: unknown[][] = [];
  let now = 0;
  const complain = createComplainer({ tell: (message, fields) => void told.push([message, fields]), now: () => now });
  const away = Object.assign(new Error("not yet accepting connections"), { code: "57P03" });
  for (now = 0; now < 9_000; now += 250) complain(away, "record results");
  complain(away, "claim what is due");
  expect(told).toEqual([["could not record results", {}], ["could not claim what is due", {}]]);
  now = 10_000;
  complain(away, "record results");
  expect(told.at(-1)).toEqual(["could not record results", { timesSince: 35 }]);
  complain(new Error("a mistake"), "record results");
  complain(new Error("a mistake"), "record results");
  expect(told).toHaveLength(5);
});
