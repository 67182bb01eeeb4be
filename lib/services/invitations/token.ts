import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

/** 32 random bytes; shown once, in the link. */
export function newInvitationToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of it. A fast hash serves: 256 random bits can't be guessed. */
export function hashInvitationToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export const invitationTokenSchema = z.string().max(100);
