import { expect, test } from "vitest";
import { readListed, writeListed } from "./listed";

test("a list of values is the same after it was written into a form and read again, also with commas, quotes and spaces in them", () => {
  for (const values of [["PIX", "BILLET"], ["Silva, Ana", "b"], ['say "hi"', '"', ","], [" padded ", "x"]]) expect(readListed(writeListed(values))).toEqual(values);
  expect(writeListed(["PIX", "BILLET"])).toBe("PIX, BILLET");
});

test("what is typed in haste is read as it is meant", () => {
  expect(readListed(" a ,b,, c,")).toEqual(["a", "b", "c"]);
  expect(readListed('"a, b" , c"d, "open')).toEqual(["a, b", 'c"d', '"open']);
  expect(readListed("")).toEqual([]);
});
