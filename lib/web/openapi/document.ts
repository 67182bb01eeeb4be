import type { z } from "zod";
import { OPERATIONS } from "./operations";
import type { Operation } from "./operations/operation";
import { Problem } from "./schemas";
import { type JsonSchema, toSchema } from "./to-schema";

interface Parameter { name: string; in: "path" | "query" | "header"; required: boolean; description?: string; schema: JsonSchema }

/** Parameters in path, query and headers. */
export function parametersOf(operation: Operation): Parameter[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name: name!, in: "path" as const, required: true, schema: { type: "string" } }));
  return [...inPath, ...fieldsOf(operation.query, "query"), ...fieldsOf(operation.headers, "header")];
}

const OF_A_KEY = { 401: "No API key, a wrong one, or a revoked one", 403: "The key is not for this; `fix` says which one is", 429: "Too many requests; Retry-After says when to send it again", 503: "The database is away; nothing was done. Send it again after Retry-After" };
const OF_A_BODY = { 400: "Not JSON", 408: "The body came too slowly; nothing was done", 413: "Too large", 415: "The content type is not JSON", 503: "The database is away, or too much is being sent at once; nothing was done. Send it again after Retry-After" };

/** The problems of an operation, those that each with a key or a body has among them. */
export function problemsOf(operation: Operation): Record<string, string> {
  return { ...(operation.needsKey ? OF_A_KEY : {}), ...ownProblemsOf(operation) };
}

/** Without those that every key meets everywhere. */
export function ownProblemsOf({ body, problems }: Operation): Record<string, string> {
  return { ...(body ? OF_A_BODY : {}), ...problems };
}

/** The OpenAPI 3.1 document of this installation. */
export function buildDocument(origin: string): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: "3.1.0",
    info: { title: "Aviso", version: "1", description: "Product events in, signed webhooks out, 60 days of history. A list answers `data`, and `next`, the `cursor` of its next page. Fields and parameters that there are not are refused. Errors are problem+json (RFC 9457) with `code`, `fix` and `requestId`. An address that there is not is 404, a verb that an address does not answer to is 405, with `Allow`." },
    servers: [{ url: origin }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key, made under Settings" } },
      schemas: { Problem: toSchema(Problem, "output") },
    },
  };
}

function describe(operation: Operation) {
  const parameters = parametersOf(operation);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    ...(operation.needsKey ? {} : { security: [] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body ? { requestBody: { required: true, content: { "application/json": { schema: toSchema(operation.body, "input"), ...(operation.example ? { example: operation.example } : {}) } } } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(operation.answers).map(([status, { description, schema, media }]) => [status, {
        description,
        ...(schema ? { content: { "application/json": { schema: toSchema(schema, "output") } } } : {}),
        ...(media ? { content: Object.fromEntries(media.map((type) => [type, { schema: { type: "string" } }])) } : {}),
      }])),
      ...Object.fromEntries(Object.entries(problemsOf(operation)).map(([status, description]) => [status, { description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } }])),
    },
  };
}

function fieldsOf(schema: z.ZodObject | undefined, place: "query" | "header"): Parameter[] {
  if (!schema) return [];
  const json = toSchema(schema, "input") as { properties: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(json.properties).map(([name, property]) => ({ name, in: place, required: json.required?.includes(name) ?? false, schema: property }));
}
