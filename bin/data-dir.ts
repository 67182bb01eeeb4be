import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandOf } from "@/lib/db/embedded-home";
import { takeLock } from "./lock";

/** What a local start writes for the person who started it. */
export interface Credentials { url: string; email: string; password: string; apiKey: string }

/**
 * Makes the data folder and takes it for this process alone, until the process ends, however it ends.
 * @returns what gives it back
 */
export function takeDataDir(dataDir: string): () => void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(`The data folder ${dataDir} cannot be written. Change its permissions, or name another one in AVISO_DATA_DIR.`);
  }
  const taken = takeLock(path.join(dataDir, "lock"), isAviso);
  if ("holder" in taken) throw new Error(`Another Aviso (process ${taken.holder}) is running on ${dataDir}. Stop it first, or name another folder in AVISO_DATA_DIR.`);
  return taken.giveBack;
}

// Not mkdir's `recursive`: Node turns for ever in places like /proc, where a folder that is there says that it is not.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another start was quicker, or it is a link to nowhere.
    if (!existsSync(folder)) throw error;
  }
}

/** Whether a process is a start of Aviso. */
export function isAviso(pid: number): boolean {
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

/** What stands in the credentials file, with the address of today where that is known. @returns null where there is no such file */
export function readCredentials(dataDir: string, url?: string): (Credentials & { file: string }) | null {
  const file = credentialsFile(dataDir);
  if (!existsSync(file)) return null;
  const credentials = JSON.parse(readFileSync(file, "utf8")) as Credentials;
  if (url !== undefined && credentials.url !== url) writeCredentials(dataDir, { ...credentials, url });
  return { ...credentials, url: url ?? credentials.url, file };
}

/** Either all of it is there, or nothing. Only the owner may read it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
