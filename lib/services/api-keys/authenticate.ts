import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import type { KeyScope } from "@/lib/domain/permissions";
import type { Actor } from "@/lib/services/context";
import { hashApiKey } from "./key";

const LAST_USED_RESOLUTION_MS = 60_000;

/** Whose key this is and what it may. @throws AppError the same for a wrong and a revoked one */
export async function authenticateApiKey({ db, key, now }: { db: Db; key: string; now: Date }): Promise<{ workspaceId: string; actor: Actor; scope: KeyScope }> {
  const found = key === "" ? null : await db.apiKey.findFirst({ where: { keyHash: hashApiKey(key), revokedAt: null } });
  if (!found) {
    throw new AppError("unauthorized", "The API key is missing, wrong or revoked.", {
      fix: "Send the header Authorization: Bearer <API key>. Keys are made on the page Settings.",
    });
  }
  const raisedBefore = new Date(now.getTime() - LAST_USED_RESOLUTION_MS);
  if (!found.lastUsedAt || found.lastUsedAt < raisedBefore) {
    await db.apiKey.updateMany({
      where: { id: found.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: raisedBefore } }] },
      data: { lastUsedAt: now },
    });
  }
  return { workspaceId: found.workspaceId, actor: { kind: "apiKey", id: found.id, name: found.name }, scope: "manage" };
}
