import fc from "fast-check";
import { expect, test } from "vitest";
import { arrayItems, decodeUtf8, findSpan, scanValue, valueSpan } from "./json-scan";

const members = (text: string) => scanValue(text, valueSpan(text).start).members.map(({ key, value }) => [key, text.slice(value.start, value.end)]);
const depth = (text: string) => scanValue(text, valueSpan(text).start).depth;

test("data is cut out as it was embedded, byte for byte, whatever stands around it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), fc.constantFrom("", " ", "\n\t "), (value, other, space) => {
      const data = JSON.stringify({ value }, null, space);
      const text = `${space}{${space}"a"${space}:${JSON.stringify(other)},"data":${space}${data}${space},"z":[1,{"data":0}]}${space}`;
      expect(members(text)).toEqual([["a", JSON.stringify(other)], ["data", data], ["z", '[1,{"data":0}]']]);
    }),
  );
});

test("what JSON.parse would change survives", () => {
  const data = '{"b":1.0,"a":12345678901234567890,"e":"\\u00e7\\u0000\\ud800","__proto__":{"x":1}}';
  expect(members(`{"data" : ${data} ,"event":"A"}`)[0]).toEqual(["data", data]);
});

test("the same key twice is seen twice, also when one is written with an escape", () => {
  expect(members('{"id":1,"\\u0069d":2}').map(([key]) => key)).toEqual(["id", "id"]);
});

test("a value's end is found behind any text with quotes and backslashes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('"', "\\", "{", "]", "é") })), (texts) => {
      const text = ` ${JSON.stringify([...texts, { z: texts }])} `;
      const { start, end } = valueSpan(text);
      expect(scanValue(text, start)).toMatchObject({ start, end });
      expect(arrayItems(text, start).map((item) => JSON.parse(text.slice(item.start, item.end)))).toEqual(JSON.parse(text));
    }),
  );
});

test("items of an array are cut as they stand, and a path leads to the last of repeated keys", () => {
  const text = '[ {"a":1.0,"a":2.0} , "x,]" ,[2]]';
  expect(arrayItems(text, 0).map(({ start, end }) => text.slice(start, end))).toEqual(['{"a":1.0,"a":2.0}', '"x,]"', "[2]"]);
  const found = findSpan(text, valueSpan(text), [0, "a"])!;
  expect(text.slice(found.start, found.end)).toBe("2.0");
});

test("depth counts nesting and not what stands in strings", () => {
  expect(depth('{"a":["[[[[", {"b":1}]}')).toBe(3);
  expect(depth('{"a":{},"b":[{"c":[]}],"d":1}')).toBe(4);
  expect(depth(' "[{" ')).toBe(0);
  expect(depth("[".repeat(5_000) + "]".repeat(5_000))).toBe(5_000);
});

test("bytes that are no UTF-8 leave nothing behind for the next text", () => {
  const whole = Buffer.from("\ufeff{\"é\":1}");
  for (const bad of [[0xc3], [0xc3, 0x28], [0xef, 0xbb], [0xf0, 0x9f, 0xa7]]) {
    expect(decodeUtf8(Uint8Array.from(bad))).toBeNull();
    expect(decodeUtf8(whole)).toBe('{"é":1}');
  }
});
