import type { Db } from "@/lib/db/client";
import { isSealedWithFirst, seal, type SealingKey, tryUnseal } from "@/lib/domain/sealed";

/** Every column that is sealed, with its table's key; a test holds it against the schema. */
export const SEALED_COLUMNS = [
  { table: "subscription_secrets", column: "secret_encrypted" },
  { table: "subscriptions", column: "headers_encrypted" },
  { table: "subscriptions", column: "hottok_encrypted" },
  { table: "subscription_drafts", column: "sealed" },
] as const;

const BATCH = 200;

export interface Rotated {
  /** Values that are sealed with the first key now and were not before. */
  resealed: number;
  /** Values that none of the keys opens; left as they are. */
  unreadable: number;
}

/**
 * Seals with the first key all that was sealed with another one, while everything runs. Broken off, it goes on where it
 * ended when it is run again; done, it changes nothing. Of the house, not of a workspace.
 */
export async function rotateSecretKey({ db, key }: { db: Db; key: SealingKey }): Promise<Rotated> {
  const total: Rotated = { resealed: 0, unreadable: 0 };
  for (const { table, column } of SEALED_COLUMNS) {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const rows = await db.$queryRawUnsafe<{ id: string; sealed: string }[]>(
        `SELECT id::text, "${column}" AS sealed FROM "${table}" WHERE id > $1::uuid AND "${column}" IS NOT NULL ORDER BY id LIMIT ${BATCH}`, after);
      if (rows.length === 0) break;
      after = rows.at(-1)!.id;
      for (const { id, sealed } of rows.filter((row) => !isSealedWithFirst(key, row.sealed))) {
        const plain = tryUnseal(key, sealed);
        if (plain === null) total.unreadable += 1;
        // Only what is still as it was read: somebody may have changed it meanwhile, and sealed it with the first key.
        else total.resealed += await db.$executeRawUnsafe(`UPDATE "${table}" SET "${column}" = $3 WHERE id = $1::uuid AND "${column}" = $2`, id, sealed, seal(key, plain));
      }
    }
  }
  return total;
}
