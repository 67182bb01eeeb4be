import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Takes a lock for this process: a file that says who holds it. What a dead process left is taken away.
 * @param isHolder whether a process lives and is one that takes such locks
 * @returns what gives it back, or who has it
 */
export function takeLock(lock: string, isHolder: (pid: number) => boolean): { giveBack: () => void } | { holder: number } {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      // A link is made by one of several at once, and is there with its text.
      if (isLinked(own, lock)) return { giveBack: () => void (holderOf(lock) === process.pid && rmSync(lock, { force: true })) };
      const holder = holderOf(lock);
      if (holder === process.pid) rmSync(lock, { force: true });
      else if (isHolder(holder)) return { holder };
      else takeAside(lock, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes the lock of a process that is no more; should another have renewed it meanwhile, that one gets it back. */
function takeAside(lock: string, deadHolder: number): void {
  const aside = `${lock}.old.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (holderOf(aside) !== deadHolder) isLinked(aside, lock);
  rmSync(aside, { force: true });
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(lock: string): number {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return 0;
  }
}
