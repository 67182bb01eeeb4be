import type { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { unknownFields } from "./unknown-fields";

/** The parameters of a request's query; empty ones count as absent, of repeated ones the last counts. */
export function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
}

/**
 * The same for the API: the use case holds the values against the schema; here only parameters that the schema does not know are refused,
 * because a mistyped filter would otherwise filter nothing.
 */
export function readApiQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.input<Schema> {
  const query = readQuery(request);
  const issues = unknownFields(schema, query);
  if (issues.length > 0) throw new AppError("invalid", "The query has parameters that there are not.", { fix: "Correct or leave out what is listed under issues.", issues });
  return query as z.input<Schema>;
}
