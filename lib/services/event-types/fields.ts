import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import { findEventType } from "@/lib/domain/event-types/catalogue";
import { parseJson } from "@/lib/domain/json-scan";
import { EVENT_TYPE_PATTERN } from "@/lib/services/events/ingest-parse";

const MAX_JSON_CHARS = 65_536;

/** Names that begin so are what Aviso itself says of subscriptions and deliveries. */
const RESERVED_PREFIX = "aviso.";

export const eventTypeNameSchema = z
  .string().trim()
  .regex(EVENT_TYPE_PATTERN, "1 to 128 letters, digits, dots, hyphens or underscores")
  .refine((name) => !/^\.+$/.test(name), "Needs a letter or a digit")
  .refine((name) => !findEventType(name), "Aviso has an event type of this name already")
  .refine((name) => !name.startsWith(RESERVED_PREFIX), `Names that begin with ${RESERVED_PREFIX} are Aviso's own`);

const isPrintable = (text: string) => !/[\p{Surrogate}]|(?![\n\t])\p{Cc}/u.test(text);

export const titleSchema = z.string().trim().min(1, "Give the event type a title").max(100).refine(isNameText, "Use printable characters only");
export const descriptionSchema = z.string().trim().max(1_000).refine(isPrintable, "Use printable characters only");

/** A JSON object, given as such or as JSON text; kept as text. An empty text or null means none. */
export const jsonObjectSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())]).nullable()
  .transform((given, context) => {
    if (given === null || given === "") return null;
    const text = typeof given === "string" ? given.trim() : JSON.stringify(given, null, 2);
    if (text === "") return null;
    const problem = objectProblem(text);
    if (problem) context.issues.push({ code: "custom", message: problem, input: given });
    return text;
  });

// NUL and halves of surrogate pairs, as JSON.stringify writes them; an even number of backslashes before is text.
const UNSTORABLE_ESCAPE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

/** The same, for what is kept as JSON: Postgres knows no NUL in it, and no half of a surrogate pair. */
export const storableObjectSchema = jsonObjectSchema.refine(
  (text) => text === null || parseJson(text).ok === false || !UNSTORABLE_ESCAPE.test(JSON.stringify(JSON.parse(text))),
  "Contains characters that are no text (NUL, or half of a surrogate pair)",
).refine((text) => text === null || parseJson(text).ok === false || !namesPrototype(text), "May not name a property __proto__");

/** Prisma copies what it is given property by property, and would take this one for the copy's prototype. */
function namesPrototype(text: string): boolean {
  let isNamed = false;
  JSON.parse(text, (key, value: unknown) => ((isNamed ||= key === "__proto__"), value));
  return isNamed;
}

function objectProblem(text: string): string | null {
  if (text.length > MAX_JSON_CHARS) return `May have ${MAX_JSON_CHARS} characters at most`;
  if (!text.isWellFormed()) return "Contains characters that are no text (half of a surrogate pair)";
  const parsed = parseJson(text);
  if (!parsed.ok) return `Not JSON: ${parsed.message}`;
  return typeof parsed.value === "object" && parsed.value !== null && !Array.isArray(parsed.value) ? null : "Must be a JSON object, in braces";
}
