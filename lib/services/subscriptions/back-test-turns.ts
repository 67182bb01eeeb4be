import { AppError } from "@/lib/domain/errors";

/** Back-tests of a workspace that run at once in a process, and those that wait for their turn: each reads for a second, and holds 4 MB. */
const BACK_TEST_TURNS = { running: 2, waiting: 8 };

interface Turns { running: number; waiting: (() => void)[] }
// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.back-test-turns");
const holder = globalThis as { [KEY]?: Map<string, Turns> };
const byWorkspace = (holder[KEY] ??= new Map<string, Turns>());

/** Runs a back-test when it is its workspace's turn. @throws AppError `limit_exceeded` when too many wait already */
export async function inTurn<T>(workspaceId: string, run: () => Promise<T>): Promise<T> {
  const turns = byWorkspace.get(workspaceId) ?? { running: 0, waiting: [] };
  byWorkspace.set(workspaceId, turns);
  if (turns.running < BACK_TEST_TURNS.running) turns.running++;
  else if (turns.waiting.length >= BACK_TEST_TURNS.waiting) throw new AppError("limit_exceeded", "Too many filters are being tried at once.", { fix: "Wait a few seconds and try again.", retryAfterSec: 5 });
  // Whoever ends hands their place on.
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await run();
  } finally {
    const next = turns.waiting.shift();
    if (next) next();
    else if (--turns.running === 0) byWorkspace.delete(workspaceId);
  }
}
