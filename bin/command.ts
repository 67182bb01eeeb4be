import { readSettings, type Settings } from "@/lib/config/env";

/** Runs one command of Aviso's: what goes wrong is one line on standard error, and exit code 1. */
export async function runCommand(run: (settings: Settings, args: string[]) => Promise<void>): Promise<void> {
  try {
    await run(readSettings(), process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`aviso: ${oneLine(error)}\n`);
    process.exitCode = 1;
  }
}

/** The database that a command works on. @throws Error when none is named */
export function requireDatabaseUrl({ databaseUrl }: Settings): string {
  if (!databaseUrl) throw new Error("DATABASE_URL: missing. Name the Postgres to work on, as postgresql://user:password@host:5432/aviso.");
  return databaseUrl;
}

export function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\s*\n\s*/g, " ");
}
