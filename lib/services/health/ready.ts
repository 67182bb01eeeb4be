import type { Db } from "@/lib/db/client";
import { pendingMigrations } from "@/lib/db/pending-migrations";

export interface Ready {
  isReady: boolean;
  database: "up" | "down";
  /** Migrations of this version that the database has not had; null when it cannot be asked. */
  pendingMigrations: number | null;
}

/** Whether a web process may be sent requests. Workers do not matter here: events are taken in without them. */
export async function checkReady({ db }: { db: Db }): Promise<Ready> {
  try {
    const pending = await pendingMigrations(db);
    return { isReady: pending.length === 0, database: "up", pendingMigrations: pending.length };
  } catch {
    return { isReady: false, database: "down", pendingMigrations: null };
  }
}
