import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";

// Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks, spec): "v1," + base64 of
// HMAC-SHA256 over "id.timestamp.body", keyed with the bytes behind "whsec_".
const PREFIX = "whsec_";

/** A new signing secret: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString("base64");
}

export interface SignedContent {
  /** The `webhook-id` header. */
  id: string;
  /** Seconds since 1970. */
  timestampSec: number;
  body: string | Buffer;
}

/** The `webhook-signature` header: one signature a secret, so that a receiver may hold any of them. */
export function sign(secrets: string[], content: SignedContent): string {
  return secrets.map((secret) => `v1,${hmac(secret, content).toString("base64")}`).join(" ");
}

/** Whether one of the header's signatures was made with one of the secrets. Says nothing of the timestamp's age. */
export function isSignatureValid(secrets: string[], content: SignedContent, header: string): boolean {
  const given = header.split(" ").filter((part) => part.startsWith("v1,")).map((part) => Buffer.from(part.slice(3), "base64"));
  return secrets.some((secret) => {
    const expected = hmac(secret, content);
    return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  });
}

function hmac(secret: string, content: SignedContent): Buffer {
  const hash = createHmac("sha256", keyOf(secret));
  if (typeof content.body === "string") return hash.update(`${content.id}.${content.timestampSec}.${content.body}`).digest();
  return hash.update(`${content.id}.${content.timestampSec}.`).update(content.body).digest();
}

const keys = new Map<string, KeyObject>();
const MAX_KEYS = 5_000;

/** Making a key costs five times what signing costs: those in use are kept. */
function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (key) return key;
  if (keys.size >= MAX_KEYS) keys.clear();
  key = createSecretKey(Buffer.from(secret.slice(PREFIX.length), "base64"));
  keys.set(secret, key);
  return key;
}
