import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";

export interface KeyRow {
  id: string;
  workspace_id: string;
  key_hash: string;
  name: string;
  scope: string;
  all_products: boolean;
  product_ids: string[];
  expires_at: Date | null;
  last_used_at: Date | null;
}

interface Asked { hash: string; resolve: (row: KeyRow | null) => void; reject: (error: unknown) => void }
interface Desk { waiting: Asked[]; isBusy: boolean; found: Map<string, { row: KeyRow; at: number }> }

/** Requests that may wait for their key to be looked up: with the database away, more would only fill the memory. */
const MAX_WAITING = 5_000;
const MAX_FOUND = 10_000;
const TIMEOUT_MS = 10_000;
const desks = new WeakMap<Db, Desk>();

/**
 * The key behind a hash, unless it was revoked. Those that ask while another look-up is under way share the next one, which
 * begins after they asked: so a key that was revoked is refused from the next request on, without a question for each.
 * @param knownForMs how old an answer may be
 */
export function lookUpKey(db: Db, hash: string, knownForMs = 0): Promise<KeyRow | null> {
  let desk = desks.get(db);
  if (!desk) desks.set(db, (desk = { waiting: [], isBusy: false, found: new Map() }));
  const known = desk.found.get(hash);
  if (known && performance.now() - known.at < knownForMs) return Promise.resolve(known.row);
  const { waiting } = desk;
  if (waiting.length >= MAX_WAITING) throw new AppError("unavailable", "Too many requests are waiting for the database.", { fix: "Send it again in a few seconds. Nothing was accepted." });
  return new Promise((resolve, reject) => {
    waiting.push({ hash, resolve, reject });
    if (!desk.isBusy) void serve(db, desk);
  });
}

async function serve(db: Db, desk: Desk): Promise<void> {
  desk.isBusy = true;
  while (desk.waiting.length > 0) {
    const asked = desk.waiting.splice(0);
    try {
      const rows = await queryBatch<KeyRow>(db, `
        SELECT id::text, workspace_id::text, key_hash, name, scope, all_products, product_ids::text[] AS product_ids, expires_at, last_used_at
        FROM api_keys WHERE key_hash = ANY($1::text[]) AND revoked_at IS NULL`, [[...new Set(asked.map((one) => one.hash))]], TIMEOUT_MS);
      const byHash = new Map(rows.map((row) => [row.key_hash, row]));
      const at = performance.now();
      if (desk.found.size > MAX_FOUND) desk.found.clear();
      for (const one of asked) {
        const row = byHash.get(one.hash);
        if (row) desk.found.set(one.hash, { row, at });
        else desk.found.delete(one.hash);
        one.resolve(row ?? null);
      }
    } catch (error) {
      for (const one of asked) one.reject(error);
    }
  }
  desk.isBusy = false;
}
