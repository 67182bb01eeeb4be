import { type ChildProcess, fork } from "node:child_process";
import { type Part as PartName, partCommand } from "../bin/parts";

/** A part of Aviso that runs as it does in production: its own process, by its own entry. */
export interface Part {
  name: string;
  pid: number;
  /** Sends a signal and waits for the end where the signal ends it. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** The exit code, or the signal that ended it, when it has ended. */
  ended: Promise<number | string>;
  isRunning(): boolean;
  /** Stopped by a SIGSTOP. */
  isFrozen(): boolean;
  /** Its last lines, for when something is not as it should be. */
  lastLines(): string;
}

const FINAL = new Set<NodeJS.Signals>(["SIGKILL", "SIGTERM", "SIGINT"]);
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts a process and waits until it says "… ready". @param through a command that starts it, before node's own */
export function startPart(name: PartName, env: Record<string, string>, through: string[] = []): Promise<Part> {
  return new Promise((resolve, reject) => {
    const [command, ...args] = [...through, process.execPath];
    const { execArgv, script, args: named } = partCommand(name);
    const child = fork(script, named, { env: { ...process.env, ...env }, execPath: command!, execArgv: [...args, ...execArgv], stdio: ["ignore", "pipe", "pipe", "ipc"] });
    running.add(child);
    let lines = "";
    const keep = (text: string) => void (lines = (lines + text).slice(-4_000));
    const ended = new Promise<number | string>((done) =>
      child.once("exit", (code, signal) => {
        running.delete(child);
        done(signal ?? code ?? -1);
      }),
    );
    let isFrozen = false;
    const part: Part = {
      name,
      pid: child.pid!,
      ended,
      async signal(signal) {
        child.kill(signal);
        if (signal === "SIGSTOP" || signal === "SIGCONT") isFrozen = signal === "SIGSTOP";
        if (FINAL.has(signal)) await ended;
      },
      isRunning: () => running.has(child),
      isFrozen: () => isFrozen,
      lastLines: () => lines,
    };
    child.stderr!.setEncoding("utf8").on("data", keep);
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      keep(text);
      if (text.includes(`${name} ready`)) resolve(part);
    });
    void ended.then((how) => reject(new Error(`The ${name} did not start (${how}): ${lines}`)));
  });
}
