import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Where a process id means one process and no other: this start of this machine, this set of process ids (a container has its own). */
const HOME = readHome();

/** The name under which a worker claims: host, process, home, and something by which a process that got the same number is told apart. */
export function newWorkerId(): string {
  return `${hostname()}-${process.pid}-${HOME}-${randomBytes(3).toString("hex")}`;
}

/**
 * Whether a worker is known to be dead: it ran here, and its process is gone. Of workers elsewhere, and where the system does not
 * tell, nothing is known; their leases run out.
 */
export function isKnownDead(workerId: string, ownId: string): boolean {
  const [, pid, home] = /-(\d+)-([0-9a-f]{8})-[0-9a-f]{6}$/.exec(workerId) ?? [];
  if (!pid || !HOME || home !== HOME || workerId === ownId) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // Anything else, such as not being allowed to ask, means that there is one.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function readHome(): string {
  try {
    const home = `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8")} ${readlinkSync("/proc/self/ns/pid")}`;
    return createHash("sha256").update(home).digest("hex").slice(0, 8);
  } catch {
    return "";
  }
}
