import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonProblem } from "./json-problem";

test.each([
  ['{"a": 1,\n "b" 2}', "colon", 2, 6],
  ['{"a": 1\n "b": 2}', "comma_or_end", 2, 2],
  ['{"a": 1,}', "key", 1, 9],
  ["{'a': 1}", "key", 1, 2],
  ['{"a": x}', "value", 1, 7],
  ['{"a": 01}', "value", 1, 7],
  ['{"a": [1, 2', "ended", 1, 12],
  ['{"a": "x\n"}', "string", 1, 9],
  ['{"a": "\\x"}', "escape", 1, 8],
  ['{"a": 1} }', "after_end", 1, 10],
  ["[1,]", "value", 1, 4],
  ["", "ended", 1, 1],
] as const)("%j: %s at line %i, column %i", (text, kind, line, column) => {
  expect(findJsonProblem(text)).toMatchObject({ kind, line, column });
});

test("what JSON.parse takes has no problem; whatever is cut out of JSON and is none has its place inside the text", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.nat(), fc.nat(9), (value, at, length) => {
    const text = JSON.stringify(value, null, 1);
    expect(findJsonProblem(text)).toBeNull();
    const start = at % (text.length + 1);
    const cut = text.slice(0, start) + text.slice(start + length);
    const problem = findJsonProblem(cut);
    if (problem) expect(problem.offset).toBeLessThanOrEqual(cut.length);
  }));
});
