import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { hashApiKey } from "./key";

/** How exact "last used" is: a write a minute and key, not one a request. */
const LAST_USED_STEP_MS = 60_000;

/**
 * Whose an API key is.
 * @param authorization the request's Authorization header
 * @throws AppError `unauthorized` when there is none, or it is unknown or revoked
 */
export async function authenticateApiKey(db: Db, authorization: string | null, now: Date): Promise<{ id: string; name: string; workspaceId: string }> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!key) throw new AppError("unauthorized", "The request carries no API key.", { fix: "Send the header `Authorization: Bearer <API key>`." });
  const found = await db.apiKey.findUnique({ where: { keyHash: hashApiKey(key) } });
  if (!found || found.revokedAt) {
    throw new AppError("unauthorized", "This API key is not known or was revoked.", { fix: "Make a new key in Settings → API keys." });
  }
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
    await db.apiKey.update({ where: { id: found.id }, data: { lastUsedAt: now } });
  }
  return { id: found.id, name: found.name, workspaceId: found.workspaceId };
}
