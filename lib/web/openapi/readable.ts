import { toSchema, type JsonSchema } from "./to-schema";
import type { Operation } from "./operations/operation";

/** A field of a body or a parameter, in words. */
export interface ReadableField { name: string; type: string; isRequired: boolean; description: string }

/** The fields of an operation's body; of the single form where it also takes a list. */
export function bodyFields(operation: Operation): ReadableField[] {
  if (!operation.body) return [];
  let schema = toSchema(operation.body, "input");
  if (Array.isArray(schema.anyOf)) schema = schema.anyOf[0] as JsonSchema;
  const required = (schema.required as string[] | undefined) ?? [];
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, field]) => describeField(name, field, required.includes(name)));
}

/** One field, with its type as a person says it. */
export function describeField(name: string, schema: JsonSchema, isRequired: boolean): ReadableField {
  const limits = [
    schema.minimum !== undefined && schema.maximum !== undefined ? `${String(schema.minimum)} to ${String(schema.maximum)}` : null,
    schema.maxLength !== undefined ? `at most ${String(schema.maxLength)} characters` : null,
    schema.default !== undefined && !Array.isArray(schema.default) ? `default ${String(schema.default)}` : null,
  ].filter((part) => part !== null);
  const description = typeof schema.description === "string" ? schema.description : "";
  return { name, type: typeName(schema), isRequired, description: [description, limits.join(", ")].filter(Boolean).join(" · ") };
}

function typeName(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(" | ");
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one) => typeName(one as JsonSchema)).join(" | ");
  if (schema.type === "array") return `${typeName((schema.items ?? {}) as JsonSchema)}[]`;
  return typeof schema.type === "string" ? schema.type : "any";
}

/** What stands for a parameter of a path in an example. */
const EXAMPLE_VALUES: Record<string, string> = {
  eventId: "evt_01h455vb4pex5vsknk084sn02q",
  deliveryId: "dlv_01h455vb4pex5vsknk084sn02q",
  subscriptionId: "sub_01h455vb4pex5vsknk084sn02q",
  name: "WORKSHOP_BOOKED",
  replayId: "rpl_01h455vb4pex5vsknk084sn02q",
  productId: "prd_01h455vb4pex5vsknk084sn02q",
};

/** The operation as a command for a terminal. */
export function toCurl(operation: Operation, origin: string): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => EXAMPLE_VALUES[name] ?? `<${name}>`);
  const impliedMethod = operation.body ? "post" : "get";
  const lines = [`curl ${operation.method === impliedMethod ? "" : `-X ${operation.method.toUpperCase()} `}${origin}${path}`];
  if (operation.needsKey) lines.push('-H "Authorization: Bearer $AVISO_API_KEY"');
  if (operation.body) lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(operation.example, null, 2)}'`);
  return lines.join(" \\\n  ");
}
