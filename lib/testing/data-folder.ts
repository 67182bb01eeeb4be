import { existsSync, mkdtempSync, realpathSync, rmSync, statfsSync, symlinkSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import path from "node:path";

const MEMORY = "/dev/shm";
const ROOM_BYTES = 8 * 1024 ** 3;

/**
 * A new folder whose database (`postgres` in it) is kept in memory where there is room: a test's clone of a template is two
 * thousand files, and making them on a disk took a quarter of all tests' time.
 */
export function makeDataFolder(prefix: string): { path: string; remove(): void } {
  const isRoot = process.getuid?.() === 0;
  const memory = hasRoom() ? mkdtempSync(path.join(MEMORY, prefix)) : undefined;
  // As root the database is another user's, and a link leads to where that one may be.
  const folder = memory && !isRoot ? memory : mkdtempSync(path.join(tmpdir(), prefix));
  const database = path.join(folder, "postgres");
  if (memory && isRoot) symlinkSync(path.join(memory, "data"), database);
  return {
    path: folder,
    remove() {
      const data = existsSync(database) ? path.dirname(realpathSync(database)) : folder;
      for (const made of new Set([folder, data, memory ?? folder])) rmSync(made, { recursive: true, force: true });
    },
  };
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY) || freemem() < ROOM_BYTES) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}
