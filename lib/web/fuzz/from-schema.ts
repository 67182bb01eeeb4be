import fc from "fast-check";
import type { JsonSchema } from "../openapi/to-schema";
import { jsonText, nastyText } from "./nasty";

/** Ids of things that exist, by the name of the field that takes them. */
export type KnownIds = Record<string, string>;

const nasty: fc.Arbitrary<unknown> = fc.oneof(nastyText, jsonText.map((text) => JSON.parse(text) as unknown));

/** Values for a JSON Schema: mostly right, now and then anything at all. */
export function arbitraryOf(schema: JsonSchema, ids: KnownIds, name = ""): fc.Arbitrary<unknown> {
  const right = rightValue(schema, ids, name);
  return fc.oneof({ weight: 24, arbitrary: right }, { weight: 1, arbitrary: nasty });
}

function rightValue(schema: JsonSchema, ids: KnownIds, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (Array.isArray(schema.anyOf)) return fc.oneof(...(schema.anyOf as JsonSchema[]).map((one) => rightValue(one, ids, name)));
  switch (schema.type) {
    case "object": return objectOf(schema, ids);
    case "array": return fc.array(arbitraryOf((schema.items as JsonSchema | undefined) ?? {}, ids, name.replace(/s$/, "")), { maxLength: 4 });
    case "boolean": return fc.boolean();
    case "integer":
    case "number": return fc.integer({ min: Math.max(Number(schema.minimum ?? -1e9), -1e9), max: Math.min(Number(schema.maximum ?? 1e9), 1e9) });
    case "null": return fc.constant(null);
    case "string": return textOf(schema, ids, name);
    default: return nasty;
  }
}

const FORMATS: Record<string, string> = { date: "2026-11-20", "date-time": "2026-11-20T10:00:00Z", uri: "https://example.com/hook" };

function textOf(schema: JsonSchema, ids: KnownIds, name: string): fc.Arbitrary<string> {
  const format = FORMATS[String(schema.format)];
  if (format !== undefined) return fc.constant(format);
  if (typeof schema.pattern === "string") return fc.stringMatching(new RegExp(schema.pattern), { maxLength: 100 });
  const plain = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom("PURCHASE_APPROVED", "https://example.com/hook", "2026-11-20", "2026-11-20T10:00:00Z", "{}", '{"a":1}'));
  const known = ids[name];
  return known === undefined ? plain : fc.oneof({ weight: 3, arbitrary: fc.constant(known) }, { weight: 1, arbitrary: plain });
}

function objectOf(schema: JsonSchema, ids: KnownIds): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) return fc.dictionary(fc.string({ maxLength: 8 }), nasty, { maxKeys: 3 });
  const required = new Set((schema.required as string[] | undefined) ?? []);
  return fc.record(Object.fromEntries(properties.map(([name, part]) => [name, arbitraryOf(part, ids, name)])), { requiredKeys: properties.map(([name]) => name).filter((name) => required.has(name)) });
}
