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
  resolve: (results: Results) => void;
  reject: (error: unknown) => void;
}
interface Lane {
  waiting: Waiting[];
  flushes: number;
}
interface Batcher {
  lanes: WeakMap<Db, Map<string, Lane>>;
  pendingChars: number;
}

const MAX_EVENTS_PER_FLUSH = 1_000;
// Two: one commits while the next is prepared. More would only wait for each other's rows in hourly_counts.
const MAX_FLUSHES = 2;
/** What waits in memory at most, over all workspaces, in characters of data. */
const MAX_PENDING_CHARS = 64 * 1024 * 1024;

// On globalThis, because Next bundles its own copy of this module and requests through both must share commits.
const KEY = Symbol.for("aviso.ingest-batcher");
const holder = globalThis as { [KEY]?: Batcher };
const batcher: Batcher = (holder[KEY] ??= { lanes: new WeakMap(), pendingChars: 0 });

/** Stores a request's events in one commit, shared with the requests that come at the same time. */
export async function submitEvents({ ctx, incoming }: { ctx: Ctx; incoming: IncomingEvent[] }): Promise<Results> {
  const chars = incoming.reduce((sum, one) => sum + one.event.data.length, 0);
  if (batcher.pendingChars + chars > MAX_PENDING_CHARS) {
    throw new AppError("unavailable", "Too many events are waiting to be stored.", { fix: "Send it again in a few seconds. Nothing was accepted." });
  }
  batcher.pendingChars += chars;
  try {
    return await new Promise<Results>((resolve, reject) => {
      const lane = laneOf(ctx);
      lane.waiting.push({ ctx, incoming, resolve, reject });
      // After this turn of the event loop, so that requests parsed in it go together.
      setImmediate(() => pump(lane));
    });
  } finally {
    batcher.pendingChars -= chars;
  }
}

function laneOf(ctx: Ctx): Lane {
  let lanes = batcher.lanes.get(ctx.db);
  if (!lanes) batcher.lanes.set(ctx.db, (lanes = new Map()));
  let lane = lanes.get(ctx.workspaceId);
  if (!lane) lanes.set(ctx.workspaceId, (lane = { waiting: [], flushes: 0 }));
  return lane;
}

function pump(lane: Lane): void {
  while (lane.flushes < MAX_FLUSHES && lane.waiting.length > 0) {
    const group: Waiting[] = [];
    let count = 0;
    while (lane.waiting.length > 0 && (group.length === 0 || count + lane.waiting[0]!.incoming.length <= MAX_EVENTS_PER_FLUSH)) {
      const next = lane.waiting.shift()!;
      group.push(next);
      count += next.incoming.length;
    }
    lane.flushes++;
    void flush(group).finally(() => {
      lane.flushes--;
      pump(lane);
    });
  }
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
