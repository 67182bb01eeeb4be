import { AppError } from "@/lib/domain/errors";

/** Less than anybody notices who waits behind it. */
const SLICE_MS = 5;
/** Signatures of a workspace that wait to be looked at, the one under way included. */
const MOST_WAITING = 10;

// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.in-slices");
const holder = globalThis as { [KEY]?: Map<string, { count: number; last: Promise<unknown> }> };
const byWorkspace = (holder[KEY] ??= new Map<string, { count: number; last: Promise<unknown> }>());

/** Runs work that takes the processor a few milliseconds at a time, one of a workspace after the other: it holds up nobody else. @throws AppError `limit_exceeded` when too many wait */
export async function inSlices<T>(workspaceId: string, work: Generator<void, T>): Promise<T> {
  const queue = byWorkspace.get(workspaceId) ?? { count: 0, last: Promise.resolve() };
  if (queue.count >= MOST_WAITING) throw new AppError("limit_exceeded", "Too many signatures are being checked at once.", { fix: "Wait a few seconds and try again.", retryAfterSec: 5 });
  byWorkspace.set(workspaceId, queue);
  queue.count++;
  const mine = queue.last.then(() => run(work));
  queue.last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    if (--queue.count === 0) byWorkspace.delete(workspaceId);
  }
}

async function run<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
