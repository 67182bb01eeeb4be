import { readServerSettings, type Settings } from "@/lib/config/env";
import { createDb, type Db } from "@/lib/db/client";
import type { SealingKey } from "@/lib/domain/sealed";
import { createRateLimiter, type RateLimiter } from "./rate-limit";

/** What lives as long as the process does. */
export interface Runtime {
  settings: Settings;
  db: Db;
  secretKey: SealingKey;
  rateLimiter: RateLimiter;
}

// On globalThis: the server and what Next bundles each have their own copy of this module, and pools and limits must not multiply.
const KEY = Symbol.for("aviso.runtime");

/** The process's settings and database pool, made at the first call. @throws SettingsError */
export function getRuntime(): Runtime {
  const holder = globalThis as { [KEY]?: Runtime };
  return (holder[KEY] ??= create());
}

function create(): Runtime {
  const settings = readServerSettings();
  return { settings, db: createDb(settings.databaseUrl, { mostQueryMs: 30_000 }), secretKey: settings.sealingKey, rateLimiter: createRateLimiter(settings.rateLimits) };
}
