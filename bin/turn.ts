import { accessSync, constants, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { commandOf } from "@/lib/db/embedded-home";
import { isAviso } from "./data-dir";
import { takeLock } from "./lock";

// Beside what is built and not in it: a build clears its own folder.
const FOLDER = "node_modules/.cache/aviso";
const SERVING = "serving.";
const LOOK_AGAIN_MS = 250;
const BUILDERS = /\b(bin\/(start|build-all|migrate|test)|bench\/run)\.ts\b|vitest/;

/** Does one thing at a time of all processes that generate and build in this clone; others wait for their turn. */
export async function inTurn<Result>(what: () => Promise<Result>): Promise<Result> {
  if (!canTakeTurns()) throw new Error(`Aviso must be built anew, and this user may not write in ${process.cwd()}. Run "npm run build" there as the user who owns it, then start again.`);
  let hasSaid = false;
  for (;;) {
    const taken = takeLock(path.join(FOLDER, "building"), (pid) => BUILDERS.test(commandOf(pid) ?? ""));
    if ("giveBack" in taken) return what().finally(taken.giveBack);
    if (!hasSaid) process.stdout.write(`Process ${taken.holder} is building in this folder; waiting for it …\n`);
    hasSaid = true;
    await wait(LOOK_AGAIN_MS);
  }
}

/** Whether turns can be taken here: not in an installation that this user may only read, where there is nothing to build either. */
export function canTakeTurns(): boolean {
  try {
    mkdirSync(FOLDER, { recursive: true });
    accessSync(FOLDER, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says that this process serves what is built now, so that nobody builds over it. @returns what takes that back */
export function markServing(): () => void {
  const mark = path.join(FOLDER, `${SERVING}${process.pid}`);
  writeFileSync(mark, "");
  return () => rmSync(mark, { force: true });
}

/** Another process that serves what is built now, or null. */
export function findServing(): number | null {
  const pids = readdirSync(FOLDER).filter((name) => name.startsWith(SERVING)).map((name) => Number(name.slice(SERVING.length)));
  for (const pid of pids) {
    if (pid === process.pid) continue;
    if (isAviso(pid)) return pid;
    rmSync(path.join(FOLDER, `${SERVING}${pid}`), { force: true });
  }
  return null;
}
