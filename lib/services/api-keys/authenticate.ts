import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import type { KeyScope } from "@/lib/domain/permissions";
import type { Actor } from "@/lib/services/context";
import { hashApiKey } from "./key";
import { type KeyRow, lookUpKey } from "./look-up";

const LAST_USED_RESOLUTION_MS = 60_000;

/** Whose key it is, what it may, and for which products (absent: all). */
export interface KnownKey {
  workspaceId: string;
  actor: Actor;
  scope: KeyScope;
  productIds?: ReadonlySet<string>;
}

/** What every key gets that is not good, whatever is the matter with it. */
export function wrongKey(): AppError {
  return new AppError("unauthorized", "The API key is missing, wrong, revoked or expired.", { fix: "Send the header Authorization: Bearer <API key>. Keys are made on the page Settings." });
}

/**
 * Whose key this is.
 * @param knownForMs how old what is known of it may be; for use cases that look again before they change anything
 * @throws AppError the same for a wrong, a revoked and an expired one
 */
export async function authenticateApiKey({ db, key, now, knownForMs = 0 }: { db: Db; key: string; now: Date; knownForMs?: number }): Promise<KnownKey> {
  const found = key === "" ? null : await lookUpKey(db, hashApiKey(key), knownForMs);
  if (!found || (found.expires_at && found.expires_at <= now)) {
    throw wrongKey();
  }
  if (isStale(found.last_used_at, now) && isStale(used.get(found), now)) {
    // Noted before it is written, so that of many requests at once one writes.
    used.set(found, now);
    await queryBatch(db, "UPDATE api_keys SET last_used_at = $2 WHERE id = $1::uuid AND (last_used_at IS NULL OR last_used_at < $3)", [found.id, now, new Date(now.getTime() - LAST_USED_RESOLUTION_MS)]);
  }
  return { workspaceId: found.workspace_id, actor: { kind: "apiKey", id: found.id, name: found.name }, scope: found.scope as KeyScope, ...(found.all_products ? {} : { productIds: new Set(found.product_ids) }) };
}

// By the row as one look-up found it.
const used = new WeakMap<KeyRow, Date>();

function isStale(at: Date | null | undefined, now: Date): boolean {
  return !at || now.getTime() - at.getTime() > LAST_USED_RESOLUTION_MS;
}
