import type { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { decodeUtf8, parseJson } from "@/lib/domain/json-scan";
import { type ApiRequest, fromWeb } from "./api-request";
import { readCapped } from "./read-capped";
import { unknownFields } from "./unknown-fields";

// A test event of 256 kB, written as a JSON text inside JSON, with every character escaped once.
const MAX_BYTES = 1_048_576;

/**
 * The JSON object that a request carries. The use case holds it against the schema; here only fields that the schema does not know are refused.
 * @throws AppError for what is no JSON, no object, over 1 MB, or has unknown fields
 */
export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.input<Schema>> {
  requireJsonType(request.headers);
  const tooLarge = (limit: number) => new AppError("too_large", `The body is over ${limit} bytes.`, { fix: "Send less." });
  const text = decodeUtf8(await readCapped(fromWeb(request), { most: MAX_BYTES, untilKnown: MAX_BYTES }, () => MAX_BYTES, tooLarge));
  if (text === null) throw new AppError("malformed", "The body is not valid UTF-8.", { fix: "Send JSON encoded as UTF-8." });
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError("malformed", `The body is not JSON: ${parsed.message}`, { fix: "Send one JSON object." });
  if (typeof parsed.value !== "object" || parsed.value === null || Array.isArray(parsed.value)) {
    throw new AppError("invalid", "The body must be a JSON object.", { fix: "Send {…}.", issues: [{ path: "", message: "Must be an object" }] });
  }
  const issues = unknownFields(schema, parsed.value);
  if (issues.length > 0) throw new AppError("invalid", "The body has fields that there are not.", { fix: "Correct or leave out what is listed under issues.", issues });
  return parsed.value as z.input<Schema>;
}

/** @throws AppError unless the request says that it carries JSON in UTF-8 */
export function requireJsonType(headers: ApiRequest["headers"]): void {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "") throw new AppError("unsupported_type", "The body is compressed.", { fix: "Send it as it is, without the header content-encoding." });
  if (isJson(headers.get("content-type"))) return;
  throw new AppError("unsupported_type", "The content type is not JSON in UTF-8.", { fix: "Send the header content-type: application/json." });
}

function isJson(header: string | null): boolean {
  const [type = "", ...parameters] = (header ?? "").toLowerCase().split(";").map((part) => part.trim());
  if (type !== "application/json" && !/^application\/[\w.-]+\+json$/.test(type)) return false;
  return parameters.every((parameter) => !parameter.startsWith("charset=") || /^charset="?utf-?8"?$/.test(parameter));
}
