import { hash, verify } from "@node-rs/argon2";

// OWASP's first choice for Argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The hash of a random password nobody knows, with the same parameters: checking against it takes as long as a real check.
const NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$Jy60E+FJmp3Q4PTyvXni8w$9yf7IYDn2JZYi5jK6muhWYIGCeniZtrEAoiZRyBJ7hk";

/** Argon2id hash of a password, with its salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** Whether the password is the hash's. Without a hash (no such person) it takes the same time and says no. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS_HASH, password);
  return matches && passwordHash !== null;
}
