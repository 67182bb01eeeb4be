import fc from "fast-check";
import { expect, test } from "vitest";
import { arrayItems, jsonDepth, objectMembers } from "./json-scan";

test("each member's span is its value, byte for byte, whatever the spacing", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, "\t"), (object, indent) => {
      const text = ` ${JSON.stringify(object, null, indent)}\n`;
      expect(objectMembers(text).map(({ key, start, end }) => [key, JSON.parse(text.slice(start, end))])).toEqual(Object.entries(JSON.parse(text)));
    }),
  );
});

test("what JSON.parse would change survives", () => {
  const text = '{"data" : {"b":1.0,"a":12345678901234567890,"e":"\\u00e7\\u0000\\ud800","__proto__":{"x":1}} ,"event":"A"}';
  const data = objectMembers(text).find((member) => member.key === "data")!;
  expect(text.slice(data.start, data.end)).toBe('{"b":1.0,"a":12345678901234567890,"e":"\\u00e7\\u0000\\ud800","__proto__":{"x":1}}');
});

test("the same key twice is seen twice, also when one is written with an escape", () => {
  expect(objectMembers('{"id":1,"\\u0069d":2}').map((member) => member.key)).toEqual(["id", "id"]);
});

test("items of an array are cut as they stand", () => {
  const text = '[ {"a":1.0} , "x,]" ,[2]]';
  expect(arrayItems(text).map(({ start, end }) => text.slice(start, end))).toEqual(['{"a":1.0}', '"x,]"', "[2]"]);
});

test("depth counts nesting and not what stands in strings", () => {
  expect(jsonDepth('{"a":["[[[[", {"b":1}]}')).toBe(3);
  expect(jsonDepth("[".repeat(5_000) + "]".repeat(5_000))).toBe(5_000);
});
