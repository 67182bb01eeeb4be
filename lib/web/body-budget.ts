import { AppError } from "@/lib/domain/errors";

const MB = 1024 * 1024;
/**
 * Bytes of bodies that are being received, over all requests of the process: each is capped by itself, but many at once add up.
 * What strangers may send to pages has a room of its own, so that it takes none from who has a key.
 */
const ROOM_BYTES = { machines: 128 * MB, pages: 64 * MB };
/** One key, receiver or address may hold the eighth part: whoever sends much at once stops nobody else. */
const PARTS = 8;
/** A body of which less comes in so many seconds is broken off, so that nothing is held in silence. What people send may come by a worse line. */
const WINDOW_SEC = { machines: 5, pages: 15 };
const LEAST_BYTES = 40_000;

interface Watched {
  /** Bytes so far. */
  arrived: () => number;
  /** Whether it is not the sender who is waited for. */
  isHeldUp?: () => boolean;
  breakOff: () => void;
}
interface OpenBody extends Watched {
  windowSec: number;
  /** How many bytes there were when the window began. */
  seen: number;
  /** Seconds of the window. */
  seconds: number;
}
interface Room { most: number; bytes: number; holders: Map<string, number> }
interface Budget { rooms: Record<keyof typeof ROOM_BYTES, Room>; open: Set<OpenBody>; isWatched: boolean }

// On globalThis, because Next bundles its own copy of this module.
const KEY = Symbol.for("aviso.body-budget");
const holder = globalThis as { [KEY]?: Budget };
const budget = (holder[KEY] ??= { rooms: { machines: emptyRoom(ROOM_BYTES.machines), pages: emptyRoom(ROOM_BYTES.pages) }, open: new Set(), isWatched: false });

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
  const share = takeFrom(budget.rooms.machines, of);
  let arrived = 0;
  let isBrokenOff = false;
  const unwatch = watchBody("machines", {
    arrived: () => arrived,
    breakOff: () => {
      isBrokenOff = true;
      breakOff();
    },
  });
  const end = () => {
    if (isBrokenOff) throw new AppError("too_slow", "The body came too slowly.", { fix: `Send it again, with ${LEAST_BYTES / WINDOW_SEC.machines / 1_000} kB a second at least. Nothing was accepted.` });
  };
  return {
    take(bytes) {
      end();
      share.take(bytes);
      arrived += bytes;
    },
    end,
    release() {
      unwatch();
      share.release();
    },
  };
}

/** Room for a page's body, by its length. @returns what gives it back @throws AppError `unavailable` */
export function holdPageBody(address: string, bytes: number): () => void {
  const share = takeFrom(budget.rooms.pages, address);
  share.take(bytes);
  return share.release;
}

function emptyRoom(most: number): Room {
  return { most, bytes: 0, holders: new Map() };
}

function takeFrom(room: Room, of: string) {
  let taken = 0;
  return {
    take(bytes: number): void {
      const held = room.holders.get(of) ?? 0;
      if (held + bytes > room.most / PARTS) throw tooMuch("You are sending too much at once.");
      if (room.bytes + bytes > room.most) throw tooMuch("Too much is being sent at once.");
      room.holders.set(of, held + bytes);
      room.bytes += bytes;
      taken += bytes;
    },
    release(): void {
      const left = (room.holders.get(of) ?? 0) - taken;
      if (left > 0) room.holders.set(of, left);
      else room.holders.delete(of);
      room.bytes -= taken;
      taken = 0;
    },
  };
}

function tooMuch(message: string): AppError {
  return new AppError("unavailable", message, { fix: "Send it again in a few seconds, and fewer at once. Nothing was accepted." });
}

/** Has a body broken off when too little of it comes. @returns what ends that */
export function watchBody(kind: keyof typeof WINDOW_SEC, watched: Watched): () => void {
  const body: OpenBody = { ...watched, windowSec: WINDOW_SEC[kind], seen: watched.arrived(), seconds: 0 };
  budget.open.add(body);
  if (!budget.isWatched) setInterval(countSecond, 1_000).unref();
  budget.isWatched = true;
  return () => void budget.open.delete(body);
}

/** Counts a second, and breaks off what came too slowly. By its own count, because while this process stood still nobody could send. */
export function countSecond(): void {
  for (const body of budget.open) {
    if (++body.seconds < body.windowSec) continue;
    const arrived = body.arrived();
    if (arrived - body.seen < LEAST_BYTES && !body.isHeldUp?.()) body.breakOff();
    Object.assign(body, { seen: arrived, seconds: 0 });
  }
}
