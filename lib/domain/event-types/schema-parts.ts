/** A JSON Schema, or a part of one. */
export type SchemaPart = Record<string, unknown>;

// As permissive as what really comes: nothing is forbidden, ids and dates take the forms they were seen in.
export const text = { type: "string" };
export const number = { type: "number" };
export const integer = { type: "integer" };
export const flag = { type: "boolean" };
export const id = { type: ["integer", "string"] };
export const time = { type: ["integer", "string"], description: "Milliseconds since 1970, UTC; some senders write ISO 8601" };
export const shape = (properties: Record<string, unknown>, required: string[] = []): SchemaPart => ({ type: "object", properties, required });
export const list = (items: unknown): SchemaPart => ({ type: "array", items });
export const says = (part: SchemaPart, description: string): SchemaPart => ({ ...part, description });

/** A whole schema of `data`. */
export const schemaOf = (properties: Record<string, unknown>, required: string[]): SchemaPart => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  ...shape(properties, required),
});

export const money = shape({ value: says(number, "In units of the currency, not in cents"), currency_value: says(text, "The currency, ISO 4217") });
export const plan = shape({ id, name: text });
export const product = shape({ id, ucode: says(text, "The product's second, stable id"), name: text });
export const person = shape({ name: text, email: text });
export const country = shape({ name: text, iso: text });
