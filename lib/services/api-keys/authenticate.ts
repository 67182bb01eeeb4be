import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import type { KeyScope } from "@/lib/domain/permissions";
import type { Actor } from "@/lib/services/context";
import { hashApiKey } from "./key";

const LAST_USED_RESOLUTION_MS = 60_000;

/** Whose key it is, what it may, and for which products (absent: all). */
export interface KnownKey {
  workspaceId: string;
  actor: Actor;
  scope: KeyScope;
  productIds?: ReadonlySet<string>;
}

/** Whose key this is. @throws AppError the same for a wrong, a revoked and an expired one */
export async function authenticateApiKey({ db, key, now }: { db: Db; key: string; now: Date }): Promise<KnownKey> {
  const found = key === "" ? null : await db.apiKey.findFirst({ where: { keyHash: hashApiKey(key), revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } });
  if (!found) {
    throw new AppError("unauthorized", "The API key is missing, wrong, revoked or expired.", {
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
  return { workspaceId: found.workspaceId, actor: { kind: "apiKey", id: found.id, name: found.name }, scope: found.scope as KeyScope, ...(found.allProducts ? {} : { productIds: new Set(found.productIds) }) };
}
