import { z } from "zod";

export type JsonSchema = { [key: string]: unknown };

/** A zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1. @param io what is sent to us, where unknown fields are refused, or what we answer */
export function toSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io, unrepresentable: "any", reused: "inline",
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === "object" && jsonSchema.properties) jsonSchema.additionalProperties ??= false;
    },
  }) as JsonSchema;
  delete json.$schema;
  return json;
}
