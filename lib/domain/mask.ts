/** What stands in the place of a secret. */
export const MASK = "••••••";

// A shorter one is no secret, and would take words out of texts that have nothing to do with it.
const SHORTEST = 6;

/** What must not be shown of a header's value: the whole, and the token of "Bearer token". */
export function secretsIn(headerValue: string): string[] {
  return [headerValue, ...headerValue.split(" ").slice(1)].filter((secret) => secret.length >= SHORTEST);
}

/** A text without the secrets that stand in it, also as JSON, a URL or a form writes them. */
export function maskSecretsIn(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed()), new URLSearchParams({ "": secret }).toString().slice(1)])) masked = masked.replaceAll(form, MASK);
  }
  return masked;
}
