import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { keyMay, keyRefusal, limitedKeyRefusal, type Permission } from "@/lib/domain/permissions";
import { authenticateApiKey } from "@/lib/services/api-keys/authenticate";
import { hashApiKey } from "@/lib/services/api-keys/key";
import type { Ctx } from "@/lib/services/context";
import { addressOf } from "./front/client-address";
import { asAppError, problemResponse } from "./problem";
import type { RateLimiter } from "./rate-limit";

/** What a route's handler is given. */
export interface RouteCall {
  ctx: Ctx;
  request: Request;
  params: Record<string, string | string[] | undefined>;
  requestId: string;
}
export type RouteHandler = (call: RouteCall) => Promise<Response>;

export interface RouteOptions {
  /** Whether the use case behind keeps to `ctx.productIds`. Where it does not, keys that are for some products are refused. */
  heedsProducts?: boolean;
}

/** What routes need of the process. */
export interface RouteRuntime {
  db: Db;
  secretKey: Buffer;
  settings: { origin: string };
  /** Absent: nothing is limited. */
  rateLimiter?: RateLimiter;
}

/** Answers one API request: finds out whose key it is and whether it may, calls the handler, and turns what it throws into problem+json. */
export async function runRoute(runtime: () => RouteRuntime, permission: Permission, handler: RouteHandler, request: Request, params: RouteCall["params"], options: RouteOptions = {}): Promise<Response> {
  const requestId = randomUUID();
  try {
    const { db, secretKey, settings, rateLimiter } = runtime();
    const address = addressOf(request.headers);
    await rateLimiter?.countAddress(address);
    const key = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    const { workspaceId, actor, scope, productIds } = await authenticate({ db, key, address, rateLimiter });
    await rateLimiter?.countKey(permission === "event.ingest" ? "ingest" : "api", actor.kind === "apiKey" ? actor.id : "");
    if (!keyMay(scope, permission)) throw keyRefusal(scope, permission);
    if (productIds && !options.heedsProducts) throw limitedKeyRefusal();
    const ctx: Ctx = { db, workspaceId, actor, ...(productIds ? { productIds } : {}), now: () => new Date(), secretKey, origin: settings.origin, address };
    const response = await handler({ ctx, request, params, requestId });
    response.headers.set("x-request-id", requestId);
    return response;
  } catch (error) {
    if (!asAppError(error)) console.error(`request ${requestId} failed`, error);
    return problemResponse(error, requestId);
  }
}

// Keys that were right lately: whoever shares an address with a guesser is not held up by it.
const MAX_KNOWN_KEYS = 10_000;
const knownKeys = new Set<string>();

async function authenticate({ db, key, address, rateLimiter }: { db: Db; key: string; address: string; rateLimiter: RateLimiter | undefined }) {
  const hash = hashApiKey(key);
  if (!knownKeys.has(hash)) await rateLimiter?.refuseGuessing(address);
  try {
    const known = await authenticateApiKey({ db, key, now: new Date() });
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
