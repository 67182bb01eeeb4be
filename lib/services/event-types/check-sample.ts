import type { ErrorObject } from "ajv/dist/2020";
import { AppError, type Issue } from "@/lib/domain/errors";

// Asked for at run time: bundlers take what stands behind "new Worker" for the path of a file.
const { Worker } = process.getBuiltinModule("node:worker_threads");

// A pattern in a schema can be made to take for ever; nothing that people write needs this long.
const TIMEOUT_MS = 1_000;
const MAX_ISSUES = 5;

/**
 * Checks that a schema is JSON Schema 2020-12, and that the sample fits it.
 * @param texts JSON texts, known to be objects
 * @throws AppError `invalid` at `schema` or `sample`
 */
export async function checkSample({ schema, sample }: { schema: string | null; sample: string | null }): Promise<void> {
  if (schema === null) return;
  // An asynchronous schema answers with a promise, which would look like "it fits".
  if ((JSON.parse(schema) as { $async?: unknown }).$async !== undefined) throw unfit([{ path: "schema", message: "$async is not part of JSON Schema" }]);
  const issues = await inTurn(() => judge(schema, sample));
  if (issues.length > 0) throw unfit(issues);
}

function unfit(issues: Issue[]): AppError {
  return new AppError("invalid", "The schema and the sample do not fit.", { fix: "Correct what is listed under issues.", issues });
}

// One at a time: each takes a thread, and whoever sends many at once waits for their own.
let last: Promise<unknown> = Promise.resolve();
function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
  const next = last.then(run);
  last = next.catch(() => undefined);
  return next;
}

type Said = { stage: "started" } | { stage: "compiled" } | { stage: "failed"; path: string; message: string } | { stage: "judged"; errors: ErrorObject[] };

/** Judges in a thread of its own, which can be ended: what it runs was made of a stranger's text, and must not hold up anybody else. */
function judge(schema: string, sample: string | null): Promise<Issue[]> {
  return new Promise((resolve) => {
    let path = "schema";
    let timer: NodeJS.Timeout | undefined;
    const worker = new Worker(JUDGE, { eval: true, execArgv: [], env: {}, workerData: { schema, sample }, resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 } });
    const end = (issues: Issue[]) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(issues);
    };
    const startTimer = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end([{ path, message: `Takes longer than ${TIMEOUT_MS / 1000} s to check; look for a costly pattern` }]), TIMEOUT_MS);
    };
    worker.on("message", (said: Said) => {
      switch (said.stage) {
        case "started": return startTimer();
        case "compiled":
          path = "sample";
          return startTimer();
        case "failed": return end([{ path: said.path, message: said.message }]);
        case "judged": return end(said.errors.slice(0, MAX_ISSUES).map((error) => ({ path: "sample", message: inWords(error) })));
      }
    });
    worker.on("error", (error) => end([{ path, message: error.message }]));
  });
}

// Plain JavaScript, because a thread is given a file or a text, and a bundle has no files of ours.
const JUDGE = `
const { parentPort, workerData } = require("node:worker_threads");
const { default: Ajv2020 } = require("ajv/dist/2020");
const schema = JSON.parse(workerData.schema);
const say = (said) => parentPort.postMessage(said);
say({ stage: "started" });
let path = "schema";
try {
  const isValid = new Ajv2020({ strict: false, validateFormats: false, logger: false, allErrors: false }).compile(schema);
  say({ stage: "compiled" });
  path = "sample";
  const fits = workerData.sample === null || isValid(JSON.parse(workerData.sample));
  say({ stage: "judged", errors: fits ? [] : JSON.parse(JSON.stringify(isValid.errors ?? [])) });
} catch (error) {
  say({ stage: "failed", path, message: String(error && error.message) });
}`;

function inWords(error: ErrorObject): string {
  const what = [error.instancePath.slice(1).replaceAll("/", "."), error.message ?? error.keyword].filter(Boolean).join(" ");
  return `Does not fit the schema: ${what}`;
}
