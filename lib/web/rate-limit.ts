import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/domain/errors";
import { network } from "@/lib/services/network";

/** Requests a second; 0 means without limit. */
export interface RateLimits {
  /** Ingestion, for each key. */
  ingest: number;
  /** The rest of the API, for each key. */
  api: number;
  /** All of it, for each network address, before the key is looked at. */
  address: number;
}
export interface RateLimiter {
  /** @throws AppError `limit_exceeded` */
  countAddress(address: string): Promise<void>;
  countKey(kind: "ingest" | "api", keyId: string): Promise<void>;
  /** A request whose key was wrong. */
  countWrongKey(address: string): Promise<void>;
  /** @throws AppError `limit_exceeded` where too many wrong keys came from */
  refuseGuessing(address: string): Promise<void>;
}

// Counted over ten seconds, so that a short burst over the rate passes.
const WINDOW_SEC = 10;
/** Wrong keys that an address may try in a minute. */
const MAX_WRONG_KEYS = 100;

/**
 * Limits of this process. They are kept in memory, because a statement for each request would cost more than what it
 * guards; with several web processes each of them counts for itself.
 */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const perSecond = (rate: number) => (rate > 0 ? new RateLimiterMemory({ points: rate * WINDOW_SEC, duration: WINDOW_SEC }) : null);
  const [ingest, api, address] = [perSecond(limits.ingest), perSecond(limits.api), perSecond(limits.address)];
  const wrongKeys = new RateLimiterMemory({ points: MAX_WRONG_KEYS, duration: 60 });
  return {
    countAddress: (from) => consume(address, network(from), "Too many requests from this address."),
    countKey: (kind, keyId) => consume(kind === "ingest" ? ingest : api, keyId, "Too many requests with this API key."),
    async countWrongKey(from) {
      await wrongKeys.penalty(network(from));
    },
    async refuseGuessing(from) {
      const tried = await wrongKeys.get(network(from));
      if (tried && tried.consumedPoints >= MAX_WRONG_KEYS) throw tooMany("Too many wrong API keys came from this address.", tried);
    },
  };
}

async function consume(limiter: RateLimiterMemory | null, key: string, message: string): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    throw tooMany(message, reason);
  }
}

function tooMany(message: string, { msBeforeNext }: RateLimiterRes): AppError {
  const retryAfterSec = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new AppError("limit_exceeded", message, { fix: `Send it again in ${retryAfterSec} s; nothing was done. Sending events in batches needs fewer requests.`, retryAfterSec });
}
