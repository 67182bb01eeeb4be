import { generateClient } from "./build";
import { requireDatabaseUrl, runCommand } from "./command";

/** `npm run migrate`: brings the database of DATABASE_URL up to this version's schema; older versions go on working on it. */
await runCommand(async (settings) => {
  const url = requireDatabaseUrl(settings);
  await generateClient();
  const { assertDatabaseUsable, migrate } = await import("./database");
  await assertDatabaseUsable(url);
  process.stdout.write(`Applied ${await migrate(url)} migration(s).\n`);
});
