import { runInNewContext } from "node:vm";
import Ajv2020, { type ErrorObject } from "ajv/dist/2020";
import { AppError, type Issue } from "@/lib/domain/errors";

// A pattern in a schema can be made to take for ever; nothing that people write needs this long.
const TIMEOUT_MS = 1_000;
const MAX_ISSUES = 5;

/**
 * Checks that a schema is JSON Schema 2020-12, and that the sample fits it.
 * @param texts JSON texts, known to be objects
 * @throws AppError `invalid` at `schema` or `sample`
 */
export function checkSample({ schema, sample }: { schema: string | null; sample: string | null }): void {
  if (schema === null) return;
  const issues = judge(JSON.parse(schema) as Record<string, unknown>, sample === null ? null : JSON.parse(sample));
  if (issues.length > 0) throw new AppError("invalid", "The schema and the sample do not fit.", { fix: "Correct what is listed under issues.", issues });
}

function judge(schema: Record<string, unknown>, sample: unknown): Issue[] {
  const at = (path: string) => (error: unknown): Issue[] => [{ path, message: timedOut(error) ? `Takes longer than ${TIMEOUT_MS / 1000} s to check; look for a costly pattern` : (error as Error).message }];
  // An asynchronous schema answers with a promise, which would look like "it fits".
  if (schema.$async !== undefined) return [{ path: "schema", message: "$async is not part of JSON Schema" }];
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false, allErrors: false });
  let isValid: ReturnType<typeof ajv.compile>;
  try {
    isValid = inTime(() => ajv.compile(schema));
  } catch (error) {
    return at("schema")(error);
  }
  if (sample === null) return [];
  try {
    return inTime(() => isValid(sample)) ? [] : (isValid.errors ?? []).slice(0, MAX_ISSUES).map((error) => ({ path: "sample", message: inWords(error) }));
  } catch (error) {
    return at("sample")(error);
  }
}

/** Runs something that may never end, but not longer than a second. */
function inTime<Result>(run: () => Result): Result {
  return runInNewContext("run()", { run }, { timeout: TIMEOUT_MS }) as Result;
}

function timedOut(error: unknown): boolean {
  return (error as { code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

function inWords(error: ErrorObject): string {
  const what = [error.instancePath.slice(1).replaceAll("/", "."), error.message ?? error.keyword].filter(Boolean).join(" ");
  return `Does not fit the schema: ${what}`;
}
