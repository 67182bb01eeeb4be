import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { keysOf, type SealingKey } from "./sealed";

/** How long a browser is remembered, from the last sign-in on; browsers keep no cookie for longer. */
export const DEVICE_DAYS = 400;
/** Accounts that one browser is remembered for. */
const MAX_ACCOUNTS = 5;

const TOKEN = /^([\w-]{22})\.([0-9a-z]{1,8})\.([\w-]{43})$/;

/**
 * Which browser this is, by what it keeps of earlier sign-ins to this account; null where there was none. What was signed
 * for another account, with an unknown key, or too long ago counts nothing.
 */
export function readDevice(kept: string, { key, email, now }: { key: SealingKey; email: string; now: Date }): string | null {
  for (const token of kept.split("~").slice(0, MAX_ACCOUNTS)) {
    const [, device, seconds, signature] = TOKEN.exec(token) ?? [];
    if (!device || now.getTime() / 1000 - parseInt(seconds!, 36) > DEVICE_DAYS * 86_400) continue;
    const given = Buffer.from(signature!, "base64url");
    if (keysOf(key).some((one) => timingSafeEqual(given, sign(one, email, device, seconds!)))) return device;
  }
  return null;
}

/** What a browser keeps after a sign-in to an account: that, and what it kept for others before. Nothing in it tells whose they are. */
export function rememberDevice(kept: string, { key, email, now }: { key: SealingKey; email: string; now: Date }): string {
  const device = readDevice(kept, { key, email, now }) ?? randomBytes(16).toString("base64url");
  const seconds = Math.floor(now.getTime() / 1000).toString(36);
  const others = kept.split("~").filter((token) => TOKEN.test(token) && readDevice(token, { key, email, now }) === null);
  return [`${device}.${seconds}.${sign(keysOf(key)[0], email, device, seconds).toString("base64url")}`, ...others].slice(0, MAX_ACCOUNTS).join("~");
}

// A key of its own, so that what seals secrets signs nothing.
function sign(key: Buffer, email: string, device: string, seconds: string): Buffer {
  const own = createHmac("sha256", key).update("aviso device v1").digest();
  return createHmac("sha256", own).update(`${device}.${seconds}.${email.trim().toLowerCase()}`).digest();
}
