import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateFilter, isClauseTrue, listPaths, PayloadFilter, readForFilter, type FilterClause } from "./payload-filter";

const data = readForFilter('{"id":12345678901234567890,"buyer":{"email":"Ana@Example.com","vip":true,"phone":null},"price":{"value":49.90},"affiliates":[{"code":"A1"},{"code":"B2"}],"text":"30","tags":[]}');
const holds = (clause: FilterClause) => isClauseTrue(clause, data);

test("each operator says yes and no", () => {
  const cases: [FilterClause, boolean][] = [
    [{ path: "buyer.email", operator: "equals", value: "ana@example.com" }, true],
    [{ path: "buyer.email", operator: "equals", value: "ana" }, false],
    [{ path: "buyer.vip", operator: "equals", value: "true" }, true],
    [{ path: "price.value", operator: "equals", value: "49.9" }, true],
    [{ path: "buyer.email", operator: "not", value: "bia@example.com" }, true],
    [{ path: "buyer.email", operator: "not", value: "Ana@example.com" }, false],
    [{ path: "buyer.name", operator: "not", value: "Ana" }, true],
    [{ path: "text", operator: "one_of", values: ["29", "30"] }, true],
    [{ path: "text", operator: "one_of", values: ["3"] }, false],
    [{ path: "buyer.email", operator: "contains", value: "@EXAMPLE" }, true],
    [{ path: "price.value", operator: "greater", value: "49.8" }, true],
    [{ path: "price.value", operator: "greater", value: "49.9" }, false],
    [{ path: "text", operator: "less", value: "30.5" }, true],
    [{ path: "buyer.email", operator: "less", value: "5" }, false],
    [{ path: "price", operator: "exists" }, true],
    [{ path: "buyer.phone", operator: "exists" }, false],
    [{ path: "buyer.phone", operator: "missing" }, true],
    [{ path: "affiliates.0.code", operator: "equals", value: "a1" }, true],
    [{ path: "affiliates.*.code", operator: "equals", value: "b2" }, true],
    [{ path: "affiliates.*.code", operator: "not", value: "b2" }, false],
    [{ path: "tags.*", operator: "exists" }, false],
    [{ path: "constructor", operator: "exists" }, false],
  ];
  for (const [clause, expected] of cases) expect(holds(clause), JSON.stringify(clause)).toBe(expected);
});

test("ids too long for a number are compared digit by digit", () => {
  expect(holds({ path: "id", operator: "equals", value: "12345678901234567890" })).toBe(true);
  expect(holds({ path: "id", operator: "equals", value: "12345678901234567891" })).toBe(false);
});

test("all: the first condition that is false is named, with what stood there; any: the first of all, when none holds", () => {
  const yes: FilterClause = { path: "text", operator: "exists" };
  const no: FilterClause = { path: "price.value", operator: "greater", value: "100" };
  expect(evaluateFilter({ match: "all", clauses: [yes, no, { path: "x", operator: "exists" }] }, data)).toEqual({ isTrue: false, clause: no, found: "49.90" });
  expect(evaluateFilter({ match: "any", clauses: [no, yes] }, data)).toEqual({ isTrue: true });
  expect(evaluateFilter({ match: "any", clauses: [{ path: "x", operator: "exists" }, no] }, data)).toMatchObject({ isTrue: false, clause: { path: "x" }, found: null });
});

test("what is no condition is refused where it stands", () => {
  const problems = (clause: unknown) => PayloadFilter.safeParse({ match: "all", clauses: [clause] }).error?.issues.map((issue) => issue.path.join(".")) ?? [];
  expect(problems({ path: "a.b", operator: "exists" })).toEqual([]);
  for (const path of ["", ".a", "a..b", "a."]) expect(problems({ path, operator: "exists" }), path).toContain("clauses.0.path");
  expect(problems({ path: "a", operator: "greater", value: "much" })).toEqual(["clauses.0.value"]);
  expect(problems({ path: "a", operator: "equals", value: "" })).toEqual(["clauses.0.value"]);
  expect(problems({ path: "a", operator: "one_of", values: [] })).toEqual(["clauses.0.values"]);
  expect(PayloadFilter.safeParse({ match: "all", clauses: [] }).success).toBe(false);
});

test("no payload and no condition breaks it, and the paths it offers exist", () => {
  fc.assert(fc.property(fc.json(), fc.string({ minLength: 1, maxLength: 20 }), (json, path) => {
    const payload = readForFilter(json);
    for (const clause of [{ path, operator: "contains", value: "a" }, { path, operator: "less", value: "1" }, { path, operator: "not", value: "b" }] as const) expect(typeof isClauseTrue(clause, payload)).toBe("boolean");
    for (const offered of listPaths(payload, 50)) expect(isClauseTrue({ path: offered.path, operator: "exists" }, payload), offered.path).toBe(true);
  }));
});

test("of a list the first thousand items are looked at, however many conditions ask and however deep", () => {
  const data = readForFilter(JSON.stringify({ items: Array.from({ length: 1_001 }, (_, at) => ({ n: at, more: [at, at] })) }));
  const isThere = (path: string, value: number) => isClauseTrue({ path, operator: "equals", value: String(value) }, data);
  expect([isThere("items.*.n", 999), isThere("items.*.n", 1_000)]).toEqual([true, false]);
  expect([isThere("items.*.more.*", 499), isThere("items.*.more.*", 500)]).toEqual([true, false]);
  expect(isThere("items.1000.n", 1_000)).toBe(true);
});
