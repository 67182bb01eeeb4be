import path from "node:path";
import type { Settings } from "@/lib/config/env";
import { createDb } from "@/lib/db/client";
import { findRunning } from "@/lib/db/embedded";
import { makeResetLinkAsOperator } from "@/lib/services/password-resets/make-as-operator";
import { runCommand } from "./command";
import { readCredentials } from "./data-dir";
import { embeddedUrl } from "./database";

/** `npm run reset-password -- <e-mail>`: prints a link by which a person who is locked out sets a new password, and signs them out everywhere. */
await runCommand(async (settings, [email]) => {
  if (!email) throw new Error("Whose password? Run `npm run reset-password -- ana@example.com`.");
  const { url, origin } = findHouse(settings);
  const db = createDb(url, { max: 2 });
  const link = await makeResetLinkAsOperator({ db, origin, now: new Date(), email }).catch((error: unknown) => {
    throw error instanceof Error && error.name === "ZodError" ? new Error(`"${email}" is no e-mail address.`) : error;
  }).finally(() => db.$disconnect());
  if (!link) throw new Error(`Nobody has the e-mail ${email}.`);
  process.stdout.write(`${link.name} was signed out everywhere. This link sets a new password, once, until ${link.expiresAt.toISOString()}:\n${link.url}\n`);
});

/** The database of the settings, or the one that a local start runs, with its address of today. */
function findHouse({ databaseUrl, dataDir, origin }: Settings): { url: string; origin: string } {
  if (databaseUrl) return { url: databaseUrl, origin };
  const running = findRunning(path.join(dataDir, "postgres"));
  if (!running) throw new Error("There is no database: start Aviso first (`npm start`), or name one in DATABASE_URL.");
  return { url: embeddedUrl(running), origin: readCredentials(dataDir)?.url ?? origin };
}
