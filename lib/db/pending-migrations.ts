import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Db } from "./client";
import { databaseFailure } from "./failure";

/** The committed migrations that a database has not had. Those that it had from a newer version do not matter: they only add. */
export async function pendingMigrations(db: Db, directory = path.resolve("prisma/migrations")): Promise<string[]> {
  const names = (await readdir(/* turbopackIgnore: true */ directory, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const [{ found }] = await db.$queryRaw<[{ found: string | null }]>`SELECT to_regclass('_prisma_migrations')::text AS found`;
  if (!found) return names;
  const rows = await db.$queryRaw<{ name: string }[]>`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !applied.has(name));
}

/**
 * Refuses to serve on a schema that is older than this version. A database that is away is no reason: it may come back.
 * @throws Error, one line with what to do
 */
export async function assertMigrated(db: Db): Promise<void> {
  const pending = await pendingMigrations(db).catch((error: unknown) => {
    if (databaseFailure(error) === "away") return [];
    throw error;
  });
  if (pending.length > 0) throw new Error(`The database lacks ${pending.length} migration(s), beginning with ${pending[0]}. Run \`npm run migrate\` first.`);
}
