import { createDb } from "@/lib/db/client";
import { readServerSettings } from "@/lib/config/env";
import { rotateSecretKey } from "@/lib/services/secret-key/rotate";
import { runCommand } from "./command";

/** `npm run rotate-key`: seals with AVISO_SECRET_KEY what one of AVISO_SECRET_KEY_OLD had sealed. Can be run again at any time. */
await runCommand(async () => {
  const { databaseUrl, sealingKey } = readServerSettings();
  const db = createDb(databaseUrl, { max: 2 });
  const { resealed, unreadable } = await rotateSecretKey({ db, key: sealingKey }).finally(() => db.$disconnect());
  process.stdout.write(`Sealed ${resealed} value(s) anew.\n`);
  if (unreadable > 0) throw new Error(`${unreadable} value(s) were sealed with a key that is in neither AVISO_SECRET_KEY nor AVISO_SECRET_KEY_OLD. Add it to AVISO_SECRET_KEY_OLD, then run this again.`);
  if (resealed === 0) process.stdout.write("Nothing is sealed with another key any more: AVISO_SECRET_KEY_OLD can be emptied.\n");
});
