import { hash, randomBytes } from "node:crypto";

/** A new API key: `avk_` and 32 random bytes, base64url. */
export function newApiKey(): string {
  return `avk_${randomBytes(32).toString("base64url")}`;
}

/** What is stored of a key. Plain SHA-256 is enough: a key is random, there is nothing to guess. */
export function hashApiKey(key: string): string {
  return hash("sha256", key);
}

/** The part of a key that is kept readable, to tell keys apart. */
export function apiKeyPrefix(key: string): string {
  return key.slice(0, 10);
}
