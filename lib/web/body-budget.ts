import { AppError } from "@/lib/domain/errors";

const MB = 1024 * 1024;
/** Bytes of bodies that are being received, over all requests of the process: each is capped by itself, but many at once add up. */
const ROOM_BYTES = 128 * MB;
/** What of it one key, receiver or address may hold: whoever sends much at once stops nobody else. */
const HOLDER_BYTES = ROOM_BYTES / 8;
/** A body of which less comes in so many seconds is broken off, so that nothing is held in silence. */
const WINDOW_SEC = 5;
const LEAST_BYTES = 40_000;

interface OpenBody {
  /** Bytes so far. */
  arrived: number;
  /** How many there were when the window began. */
  seen: number;
  /** Seconds of the window. */
  seconds: number;
  isBrokenOff: boolean;
  breakOff: () => void;
}
interface Budget { bytes: number; holders: Map<string, number>; open: Set<OpenBody>; isWatched: boolean }

// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.body-budget");
const holder = globalThis as { [KEY]?: Budget };
const budget = (holder[KEY] ??= { bytes: 0, holders: new Map(), open: new Set(), isWatched: false });

export interface BodyShare {
  /** @throws AppError `unavailable` when the holder or the process holds as much as it may, `too_slow` when the body was broken off */
  take(bytes: number): void;
  /** @throws AppError `too_slow` when the body was broken off */
  end(): void;
  /** Gives everything back. */
  release(): void;
}

/**
 * One body's share of what the process may hold.
 * @param of whose it is: a key, a receiver's token, an address
 * @param breakOff ends the reading of a body that is too slow
 */
export function openBodyShare(of: string, breakOff: () => void): BodyShare {
  const body: OpenBody = { arrived: 0, seen: 0, seconds: 0, isBrokenOff: false, breakOff };
  budget.open.add(body);
  watch();
  const end = () => {
    if (body.isBrokenOff) throw new AppError("too_slow", "The body came too slowly.", { fix: `Send it again, with ${LEAST_BYTES / WINDOW_SEC / 1_000} kB a second at least. Nothing was accepted.` });
  };
  return {
    take(bytes) {
      end();
      const held = budget.holders.get(of) ?? 0;
      if (held + bytes > HOLDER_BYTES) throw tooMuch("You are sending too much at once.");
      if (budget.bytes + bytes > ROOM_BYTES) throw tooMuch("Too much is being sent at once.");
      budget.holders.set(of, held + bytes);
      budget.bytes += bytes;
      body.arrived += bytes;
    },
    end,
    release() {
      budget.open.delete(body);
      const left = (budget.holders.get(of) ?? 0) - body.arrived;
      if (left > 0) budget.holders.set(of, left);
      else budget.holders.delete(of);
      budget.bytes -= body.arrived;
      body.arrived = 0;
    },
  };
}

function tooMuch(message: string): AppError {
  return new AppError("unavailable", message, { fix: "Send it again in a few seconds, and fewer at once. Nothing was accepted." });
}

/** Counts a second, and breaks off what came too slowly. By its own count, because while this process stood still nobody could send. */
export function countSecond(): void {
  for (const body of budget.open) {
    if (++body.seconds < WINDOW_SEC) continue;
    if (body.arrived - body.seen < LEAST_BYTES) {
      body.isBrokenOff = true;
      body.breakOff();
    }
    Object.assign(body, { seen: body.arrived, seconds: 0 });
  }
}

function watch(): void {
  if (budget.isWatched) return;
  budget.isWatched = true;
  setInterval(countSecond, 1_000).unref();
}
