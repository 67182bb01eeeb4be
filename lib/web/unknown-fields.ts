import type { z } from "zod";
import type { Issue } from "@/lib/domain/errors";
import { findNearName } from "@/lib/domain/near-name";
import { type JsonSchema, toSchema } from "./openapi/to-schema";

const MOST_ISSUES = 20;
const MOST_NAME_LENGTH = 100;

const schemas = new WeakMap<z.ZodType, JsonSchema>();

/** The fields that a schema does not know: a mistyped one would otherwise be left out in silence. */
export function unknownFields(schema: z.ZodType, value: unknown): Issue[] {
  const json = schemas.get(schema) ?? toSchema(schema, "input");
  schemas.set(schema, json);
  // What was meant instead is worked out for those that are told only: a body can hold a hundred thousand.
  return findUnknown(json, value, []).slice(0, MOST_ISSUES).map(({ path, name, known }) => ({ path: [...path, name.slice(0, MOST_NAME_LENGTH)].join("."), message: toldFor(name, known) }));
}

interface Unknown { path: (string | number)[]; name: string; known: string[] }

function findUnknown(schema: JsonSchema, value: unknown, path: (string | number)[]): Unknown[] {
  const branches = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (branches) {
    const found = branches.filter((branch) => couldBe(branch, value)).map((branch) => findUnknown(branch, value, path));
    return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => findUnknown((schema.items ?? {}) as JsonSchema, item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const known = Object.keys(properties);
  const others = schema.additionalProperties;
  return Object.entries(value).flatMap(([name, part]) => {
    if (Object.hasOwn(properties, name)) return findUnknown(properties[name]!, part, [...path, name]);
    if (others !== false) return findUnknown(typeof others === "object" ? (others as JsonSchema) : {}, part, [...path, name]);
    return [{ path, name, known }];
  });
}

/** Whether a value is of this one of several kinds, as far as its type and its fixed fields say. */
function couldBe(schema: JsonSchema, value: unknown): boolean {
  if (schema.const !== undefined) return schema.const === value;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return false;
  const kind = kindOf(value);
  if (typeof schema.type === "string" && schema.type.replace("integer", "number") !== kind) return false;
  if (kind !== "object") return true;
  const fixed = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).filter(([name, part]) => (part.const !== undefined || part.enum) && Object.hasOwn(value as object, name));
  return fixed.every(([name, part]) => couldBe(part, (value as Record<string, unknown>)[name]));
}

/** A value's type as JSON Schema names it. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function toldFor(name: string, known: string[]): string {
  const meant = findNearName(name, known);
  return meant ? `There is no such field. Did you mean ${meant}?` : "There is no such field.";
}
