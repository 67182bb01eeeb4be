import { z } from "zod";

// A subscription's conditions on what is inside `data`. Pure: matching, back-test and the form's tester ask the same.

export const FILTER_LIMITS = { clauses: 20, pathLength: 200, valueLength: 500, values: 50, items: 1_000 } as const;
export const FILTER_OPERATORS = ["equals", "not", "one_of", "contains", "greater", "less", "exists", "missing"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

const path = z.string().trim().min(1, "Say which field").max(FILTER_LIMITS.pathLength, "200 characters at most")
  .regex(/^[^.\s][^.]*(\.[^.]+)*$/, "Names with dots between, as in purchase.price.value")
  .meta({ description: "Inside data, with dots: buyer.email; items by number or * for any of the first 1,000: affiliates.*.affiliate_code" });
const text = z.string().max(FILTER_LIMITS.valueLength, "500 characters at most");

/** One condition on one field. */
export const FilterClause = z.discriminatedUnion("operator", [
  z.object({ path, operator: z.enum(["equals", "not", "contains"]), value: text.min(1, "Say with what to compare") }),
  z.object({ path, operator: z.literal("one_of"), values: z.array(text.min(1)).min(1, "Give at least one value").max(FILTER_LIMITS.values, "50 values at most") }),
  z.object({ path, operator: z.enum(["greater", "less"]), value: text.regex(/^\s*-?\d+(\.\d+)?\s*$/, "Give a number, as 49.90") }),
  z.object({ path, operator: z.enum(["exists", "missing"]) }),
]);
export type FilterClause = z.output<typeof FilterClause>;

/** Conditions of which all, or any one, must hold. */
export const PayloadFilter = z.object({
  match: z.enum(["all", "any"]),
  clauses: z.array(FilterClause).min(1, "Add a condition, or switch the filter off").max(FILTER_LIMITS.clauses, "20 conditions at most"),
});
export type PayloadFilter = z.output<typeof PayloadFilter>;

/** A number as it was written: ids beyond 2^53 keep their digits. */
class Digits {
  constructor(readonly text: string) {}
}

/** A payload, read for filters. @param data JSON text */
export function readForFilter(data: string): unknown {
  return (JSON.parse as (text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown) => unknown)(data, (_key, value, context) =>
    typeof value === "number" ? new Digits(context.source ?? String(value)) : value,
  );
}

export type FilterOutcome =
  | { isTrue: true }
  /** The condition that decided, and what stood in its field; for "any", the first. */
  | { isTrue: false; clause: FilterClause; found: string | null };

/** Whether a payload passes. @param data of `readForFilter` */
export function evaluateFilter(filter: PayloadFilter, data: unknown): FilterOutcome {
  const fails = (clause: FilterClause) => !isClauseTrue(clause, data);
  const refused = filter.match === "all" ? filter.clauses.find(fails) : filter.clauses.every(fails) ? filter.clauses[0] : undefined;
  return refused ? { isTrue: false, clause: refused, found: foundAt(data, refused.path) } : { isTrue: true };
}

/** Whether one condition holds. Upper and lower case do not matter; with a `*` one of the values is enough, of the first 1,000. */
export function isClauseTrue(clause: FilterClause, data: unknown): boolean {
  const values = leavesAt(data, clause.path);
  switch (clause.operator) {
    case "equals": return values.some((value) => isSame(value, clause.value));
    case "not": return !values.some((value) => isSame(value, clause.value));
    case "one_of": return values.some((value) => clause.values.some((one) => isSame(value, one)));
    case "contains": return values.some((value) => textOf(value)?.toLowerCase().includes(clause.value.toLowerCase()));
    case "greater": return values.some((value) => numberOf(value) > Number(clause.value));
    case "less": return values.some((value) => numberOf(value) < Number(clause.value));
    case "exists": return values.length > 0;
    case "missing": return values.length === 0;
  }
}

/** The fields of a payload with the text of each, for a form to offer. Items of lists stand under `*`. */
export function listPaths(data: unknown, most: number): { path: string; example: string }[] {
  const found = new Map<string, string>();
  const walk = (value: unknown, at: string) => {
    if (found.size >= most) return;
    if (Array.isArray(value)) return value.forEach((item) => walk(item, at ? `${at}.*` : "*"));
    if (isObject(value)) return Object.entries(value).forEach(([key, item]) => { if (key !== "*" && /^[^.\s][^.]*$/.test(key)) walk(item, at ? `${at}.${key}` : key); });
    const example = textOf(value);
    if (at && example !== null && !found.has(at)) found.set(at, example.slice(0, 100));
  };
  walk(data, "");
  return [...found].map(([where, example]) => ({ path: where, example }));
}

function foundAt(data: unknown, where: string): string | null {
  const texts = leavesAt(data, where).map((value) => textOf(value) ?? "…");
  return texts.length === 0 ? null : texts.slice(0, 5).join(", ").slice(0, 100).toWellFormed();
}

/** What stands at a path; null counts as nothing. */
function leavesAt(data: unknown, where: string): unknown[] {
  let here: unknown[] = [data];
  for (const key of where.split(".")) {
    here = here.flatMap((value) => {
      if (key === "*") return Array.isArray(value) ? (value as unknown[]) : [];
      if (Array.isArray(value)) return /^\d{1,6}$/.test(key) && Number(key) < value.length ? [(value as unknown[])[Number(key)]] : [];
      return isObject(value) && Object.hasOwn(value, key) ? [value[key]] : [];
    // Bounded: an event has room for a hundred thousand items, and every subscription may ask twenty times.
    }).slice(0, FILTER_LIMITS.items);
  }
  return here.filter((value) => value !== null && value !== undefined);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Digits) && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (value instanceof Digits) return value.text;
  return typeof value === "string" || typeof value === "boolean" ? String(value) : null;
}

function numberOf(value: unknown): number {
  const digits = textOf(value)?.trim();
  return digits && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(digits) ? Number(digits) : NaN;
}

// 15 digits are what a number keeps for sure; longer ones are compared as they are written.
const SAFE_DIGITS = 15;

function isSame(value: unknown, wanted: string): boolean {
  const is = textOf(value);
  if (is === null) return false;
  if (is.toLowerCase() === wanted.toLowerCase()) return true;
  const trimmed = wanted.trim();
  return value instanceof Digits && is.length <= SAFE_DIGITS && trimmed.length <= SAFE_DIGITS && /^-?\d+(\.\d+)?$/.test(trimmed) && Number(is) === Number(trimmed);
}
