import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandOf } from "@/lib/db/embedded-home";

/** What a local start writes for the person who started it. */
export interface Credentials { url: string; email: string; password: string; apiKey: string }

/**
 * Makes the data folder and takes it for this process alone, until the process ends, however it ends.
 * @returns what gives it back
 */
export function takeDataDir(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(`The data folder ${dataDir} cannot be written. Change its permissions, or name another one in AVISO_DATA_DIR.`);
  }
  const lock = path.join(dataDir, "lock");
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      // A link is made by one of several at once, and is there with its text.
      if (isLinked(own, lock)) return () => void (holderOf(lock) === process.pid && rmSync(lock, { force: true }));
      const holder = holderOf(lock);
      if (holder === process.pid) rmSync(lock, { force: true });
      else if (isAviso(holder)) throw new Error(`Another Aviso (process ${holder}) is running on ${dataDir}. Stop it first, or name another folder in AVISO_DATA_DIR.`);
      else takeAside(lock, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes the lock of a process that is no more; should another start have renewed it meanwhile, that one gets it back. */
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

function isAviso(pid: number): boolean {
  return pid > 0 && (commandOf(pid)?.includes("bin/start.ts") ?? false);
}

/** The key that seals secrets: the setting's, or the one that the data folder keeps, made at the first start. */
export function readSecretKey(dataDir: string, hasDatabase: boolean): Buffer {
  const file = path.join(dataDir, "secret.key");
  if (!existsSync(file)) {
    // A new key would open nothing of what this database keeps sealed.
    if (hasDatabase) throw new Error(`${file} is missing, and the database keeps secrets that it sealed. Put the file back, or set AVISO_SECRET_KEY.`);
    writeWhole(file, randomBytes(32).toString("base64"));
  }
  const key = Buffer.from(readFileSync(file, "utf8"), "base64");
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes. Put the right file back, or set AVISO_SECRET_KEY.`);
  return key;
}

const credentialsFile = (dataDir: string) => path.join(dataDir, "credentials.json");

export function writeCredentials(dataDir: string, credentials: Credentials): void {
  writeWhole(credentialsFile(dataDir), `${JSON.stringify(credentials, null, 2)}\n`);
}

/** What stands in the credentials file, with the address of today. @returns null where there is no such file */
export function readCredentials(dataDir: string, url: string): (Credentials & { file: string }) | null {
  const file = credentialsFile(dataDir);
  if (!existsSync(file)) return null;
  const credentials = JSON.parse(readFileSync(file, "utf8")) as Credentials;
  if (credentials.url !== url) writeCredentials(dataDir, { ...credentials, url });
  return { ...credentials, url, file };
}

/** Either all of it is there, or nothing. Only the owner may read it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
