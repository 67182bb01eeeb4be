import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

// AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D): "v1." + base64(nonce ‖ tag ‖ ciphertext).

/** A key of 32 bytes; or several, of which the first seals and each opens what it sealed. */
export type SealingKey = Buffer | readonly [Buffer, ...Buffer[]];

/** Encrypts a text for storage. */
export function seal(key: SealingKey, plaintext: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keysOf(key)[0], nonce);
  const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString("base64")}`;
}

/** The text behind `seal`. @throws when it was sealed with a key that is not given, or changed */
export function unseal(key: SealingKey, sealed: string): string {
  const keys = keysOf(key);
  const bytes = Buffer.from(sealed.slice(3), "base64");
  for (const [index, one] of keys.entries()) {
    try {
      return open(one, bytes);
    } catch (error) {
      if (index === keys.length - 1) throw error;
    }
  }
  throw new Error("There is no key");
}

/** The text behind `seal`; null when it was sealed with a key that is not given. */
export function tryUnseal(key: SealingKey, sealed: string): string | null {
  try {
    return unseal(key, sealed);
  } catch {
    return null;
  }
}

/** The first key's: what it opens need not be sealed anew. */
export function isSealedWithFirst(key: SealingKey, sealed: string): boolean {
  try {
    open(keysOf(key)[0], Buffer.from(sealed.slice(3), "base64"));
    return true;
  } catch {
    return false;
  }
}

/** All keys, the one that seals first. */
export function keysOf(key: SealingKey): readonly [Buffer, ...Buffer[]] {
  return Buffer.isBuffer(key) ? [key] : key;
}

function open(key: Buffer, bytes: Buffer): string {
  // Node would take a tag that was cut short, which is easier to forge.
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
