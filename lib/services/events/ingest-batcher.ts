import type { Db } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/failure";
import { AppError } from "@/lib/domain/errors";
import type { Ctx } from "@/lib/services/context";
import { flushEvents, type IncomingEvent } from "./ingest-flush";
import type { StoredEvent } from "./store-events";

type Results = (StoredEvent | AppError)[];
interface Waiting {
  ctx: Ctx;
  incoming: IncomingEvent[];
  since: number;
  resolve: (results: Results) => void;
  reject: (error: unknown) => void;
}
interface Lane {
  waiting: Waiting[];
  flushes: number;
  /** Characters of this workspace's among the `pendingChars` of all. */
  pendingChars: number;
  /** Whether someone looks after those that wait too long. */
  isWatched: boolean;
}
interface Batcher {
  lanes: WeakMap<Db, Map<string, Lane>>;
  pendingChars: number;
}

const MAX_EVENTS_PER_FLUSH = 1_000;
const MAX_CHARS_PER_FLUSH = 8 * 1024 * 1024;
// Two: one commits while the next is prepared. More would only wait for each other's rows in hourly_counts.
const MAX_FLUSHES = 2;
/** What a second commit at the same time must bring, in events: a commit's own cost is that of about twenty. */
const WORTH_A_SECOND = 32;
/** What waits in memory at most, over all workspaces, in characters of data: what a busy second brings, and not more than the process can hold. */
const MAX_PENDING_CHARS = 32 * 1024 * 1024;
/** What of it a workspace may use, as a multiple of what would be left: alone three quarters, so that there is always room for others. */
const LEFT_TIMES = 3;
/** An event beside its data, in the same measure. */
const CHARS_PER_EVENT = 1_000;
/** Longer than this nobody waits for their turn: it would come too late for most senders. */
const MAX_WAIT_MS = 10_000;

// On globalThis, because Next bundles its own copy of this module and requests through both must share commits.
const KEY = Symbol.for("aviso.ingest-batcher");
const holder = globalThis as { [KEY]?: Batcher };
const batcher: Batcher = (holder[KEY] ??= { lanes: new WeakMap(), pendingChars: 0 });

/**
 * Stores a request's events in one commit, shared with the requests that come at the same time.
 * @throws AppError `unavailable` when too much waits already, or for too long
 */
export async function submitEvents({ ctx, incoming }: { ctx: Ctx; incoming: IncomingEvent[] }): Promise<Results> {
  const chars = incoming.reduce((sum, one) => sum + one.event.data.length + CHARS_PER_EVENT, 0);
  const lane = laneOf(ctx);
  const left = MAX_PENDING_CHARS - batcher.pendingChars - chars;
  if (lane.pendingChars + chars > LEFT_TIMES * left) throw busy();
  batcher.pendingChars += chars;
  lane.pendingChars += chars;
  try {
    return await new Promise<Results>((resolve, reject) => {
      lane.waiting.push({ ctx, incoming, since: performance.now(), resolve, reject });
      // After this turn of the event loop, so that requests parsed in it go together.
      if (lane.flushes < MAX_FLUSHES) setImmediate(() => pump(lane));
      watch(lane);
    });
  } finally {
    batcher.pendingChars -= chars;
    lane.pendingChars -= chars;
  }
}

function busy(): AppError {
  return new AppError("unavailable", "Too many events are waiting to be stored.", { fix: "Send it again in a few seconds. Nothing was accepted." });
}

function laneOf(ctx: Ctx): Lane {
  let lanes = batcher.lanes.get(ctx.db);
  if (!lanes) batcher.lanes.set(ctx.db, (lanes = new Map()));
  let lane = lanes.get(ctx.workspaceId);
  if (!lane) lanes.set(ctx.workspaceId, (lane = { waiting: [], flushes: 0, pendingChars: 0, isWatched: false }));
  return lane;
}

function pump(lane: Lane): void {
  while (lane.waiting.length > 0 && (lane.flushes === 0 || (lane.flushes < MAX_FLUSHES && countEvents(lane.waiting) >= WORTH_A_SECOND))) {
    lane.flushes++;
    void flush(lane.waiting.splice(0, countNext(lane.waiting))).finally(() => {
      lane.flushes--;
      pump(lane);
    });
  }
}

function countEvents(waiting: Waiting[]): number {
  let count = 0;
  for (const { incoming } of waiting) if ((count += incoming.length) >= WORTH_A_SECOND) break;
  return count;
}

/** How many requests go into the next commit: as many as fit, but at least one. */
function countNext(waiting: Waiting[]): number {
  let [count, events, chars] = [0, 0, 0];
  for (const { incoming } of waiting) {
    events += incoming.length;
    for (const { event } of incoming) chars += event.data.length;
    if (count > 0 && (events > MAX_EVENTS_PER_FLUSH || chars > MAX_CHARS_PER_FLUSH)) break;
    count++;
  }
  return count;
}

/** Lets those go that have waited too long for a commit to begin. */
function watch(lane: Lane): void {
  if (lane.isWatched) return;
  lane.isWatched = true;
  setTimeout(() => {
    lane.isWatched = false;
    const now = performance.now();
    const first = lane.waiting.findIndex((one) => now - one.since < MAX_WAIT_MS);
    for (const one of lane.waiting.splice(0, first === -1 ? lane.waiting.length : first)) one.reject(busy());
    if (lane.waiting.length > 0) watch(lane);
  }, MAX_WAIT_MS / 10).unref();
}

async function flush(group: Waiting[]): Promise<void> {
  try {
    const results = await flushEvents({ ctx: group[0]!.ctx, incoming: group.flatMap((one) => one.incoming) });
    let at = 0;
    for (const one of group) one.resolve(results.slice(at, (at += one.incoming.length)));
  } catch (error) {
    // One request's fault must not be its neighbours': each gets its own try, unless the database is away for all.
    if (group.length > 1 && databaseFailure(error) !== "away") for (const one of group) await flush([one]);
    else for (const one of group) one.reject(error);
  }
}
