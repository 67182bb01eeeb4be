import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { keyMay, keyRefusal, limitedKeyRefusal, type Permission } from "@/lib/domain/permissions";
import type { SealingKey } from "@/lib/domain/sealed";
import { log } from "@/lib/log";
import { authenticateApiKey } from "@/lib/services/api-keys/authenticate";
import { hashApiKey } from "@/lib/services/api-keys/key";
import type { Ctx } from "@/lib/services/context";
import { type ApiAnswer, apiKeyOf, type ApiRequest } from "./api-request";
import { addressOf } from "./front/client-address";
import { asAppError, problemAnswer } from "./problem";
import type { RateLimiter } from "./rate-limit";

/** What an API call needs of the process. */
export interface RouteRuntime {
  db: Db;
  secretKey: SealingKey;
  settings: { origin: string };
  /** Absent: nothing is limited. */
  rateLimiter?: RateLimiter;
}

export interface RouteOptions {
  /** Whether the use case behind keeps to `ctx.productIds`. Where it does not, keys that are for some products are refused. */
  heedsProducts?: boolean;
}

interface KeyCall<Answer> {
  runtime: () => RouteRuntime;
  permission: Permission;
  headers: ApiRequest["headers"];
  options: RouteOptions;
  work: (ctx: Ctx, requestId: string) => Promise<Answer>;
  /** What to answer when something was thrown. */
  refuse: (problem: ApiAnswer) => Answer;
}

/** Finds out whose key an API request carries and whether it may, then does the work; what is thrown on the way becomes problem+json. */
export async function runAsKey<Answer>({ runtime, permission, headers, options, work, refuse }: KeyCall<Answer>): Promise<Answer> {
  const requestId = randomUUID();
  try {
    const { db, secretKey, settings, rateLimiter } = runtime();
    const address = addressOf(headers);
    await rateLimiter?.countAddress(address);
    const key = apiKeyOf(headers);
    const { workspaceId, actor, scope, productIds } = await authenticate({ db, key, address, rateLimiter, knownForMs: permission === "event.ingest" ? INGEST_KEY_KNOWN_MS : 0 });
    await rateLimiter?.countKey(permission === "event.ingest" ? "ingest" : "api", actor.kind === "apiKey" ? actor.id : "");
    if (!keyMay(scope, permission)) throw keyRefusal(scope, permission);
    if (productIds && !options.heedsProducts) throw limitedKeyRefusal();
    const ctx: Ctx = { db, workspaceId, actor, ...(productIds ? { productIds } : {}), now: () => new Date(), secretKey, origin: settings.origin, address, requestId };
    return await work(ctx, requestId);
  } catch (error) {
    if (!asAppError(error)) log.error("a request failed", { requestId }, error);
    return refuse(problemAnswer(error, requestId));
  }
}

/** Ingestion looks at the key once more with the events, before it stores any; so a look-up for each request is spared. */
const INGEST_KEY_KNOWN_MS = 5_000;

// Keys that were right lately: whoever shares an address with a guesser is not held up by it.
const MAX_KNOWN_KEYS = 10_000;
const knownKeys = new Set<string>();

async function authenticate({ db, key, address, rateLimiter, knownForMs }: { db: Db; key: string; address: string; rateLimiter: RateLimiter | undefined; knownForMs: number }) {
  const hash = hashApiKey(key);
  if (!knownKeys.has(hash)) await rateLimiter?.refuseGuessing(address);
  try {
    const known = await authenticateApiKey({ db, key, now: new Date(), knownForMs });
    if (knownKeys.size >= MAX_KNOWN_KEYS) knownKeys.clear();
    knownKeys.add(hash);
    return known;
  } catch (error) {
    if (asAppError(error)?.code === "unauthorized") {
      knownKeys.delete(hash);
      await rateLimiter?.countWrongKey(address);
    }
    throw error;
  }
}
