import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

const FIRST_PAUSE_MS = 1_000;
const LAST_PAUSE_MS = 10_000;
/** A part that ran this long has started well: the next pause is short again. */
const STEADY_MS = 30_000;
const STOP_PATIENCE_MS = 8_000;

/**
 * Node's, for web and worker. A quarter of the room for new objects that it would choose on a large machine, which it fills before it
 * clears; and below 2 GB of old ones it lets garbage double the heap, not quadruple it (docs/benchmarks.md, memory).
 */
const NODE_FLAGS = ["--max-semi-space-size=16", "--max-old-space-size=1536"];

/** The parts and where each begins. */
export const PARTS = { web: "bin/web.ts", worker: "lib/worker/main.ts" };
export type Part = keyof typeof PARTS;

/** How Node runs a part: as it was built, or, in development, from its sources. */
export function partCommand(part: Part, isDev = false): { execArgv: string[]; script: string; args: string[] } {
  if (isDev) return { execArgv: [...NODE_FLAGS, "--import", "tsx"], script: path.resolve(PARTS[part]), args: [] };
  return { execArgv: NODE_FLAGS, script: path.resolve("bin/part.mjs"), args: [part] };
}

/** The processes that the supervisor keeps running. */
export interface Parts {
  /** Resolves at the part's "… ready". From then on it is started again whenever it ends. */
  launch(part: Part, env: NodeJS.ProcessEnv): Promise<void>;
  /** Ends all of them: SIGTERM, and SIGKILL for what is not gone after 8 s. */
  stop(): Promise<void>;
}

/** @param isDev whether they run from their sources */
export function createParts(say: (text: string) => void, isDev: boolean): Parts {
  const children = new Map<Part, ChildProcess>();
  let isStopping = false;

  const run = (part: Part, env: NodeJS.ProcessEnv, onReady: () => void, onEnd: (code: string) => void): void => {
    // The IPC channel is what tells a child that the supervisor was killed.
    const { execArgv, script, args } = partCommand(part, isDev);
    const child = fork(script, args, { env, execArgv, stdio: ["ignore", "pipe", "inherit", "ipc"] });
    children.set(part, child);
    let isReady = false;
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      const rest = isReady ? text : text.replace(`${part} ready\n`, "");
      if (rest.length < text.length) {
        isReady = true;
        onReady();
      }
      if (rest) process.stdout.write(rest);
    });
    child.once("exit", (code, signal) => {
      children.delete(part);
      if (!isStopping) onEnd(signal ?? `exit ${code}`);
    });
  };

  const keep = (part: Part, env: NodeJS.ProcessEnv, pauseMs: number): void => {
    if (isStopping) return;
    const begunAt = Date.now();
    run(part, env, () => undefined, (end) => again(part, env, end, Date.now() - begunAt > STEADY_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LAST_PAUSE_MS)));
  };
  const again = (part: Part, env: NodeJS.ProcessEnv, end: string, pauseMs: number): void => {
    say(`The ${part} process ended (${end}); starting it again.`);
    setTimeout(() => keep(part, env, pauseMs), pauseMs);
  };

  return {
    launch: (part, env) =>
      new Promise((resolve, reject) => {
        if (isStopping) return;
        let isReady = false;
        run(part, env, () => {
          isReady = true;
          resolve();
        }, (end) => {
          if (isReady) again(part, env, end, FIRST_PAUSE_MS);
          else reject(new Error(`The ${part} process ended at its start (${end}); its lines above say why.`));
        });
      }),
    async stop() {
      isStopping = true;
      await Promise.all([...children.values()].map((child) => new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS).unref();
      })));
    },
  };
}
