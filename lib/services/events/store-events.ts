import { setTimeout as wait } from "node:timers/promises";
import { announceChange } from "@/lib/db/announce";
import { databaseFailure } from "@/lib/db/failure";
import type { Db } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import { wakeWorkersSoon } from "@/lib/queue/wake";
import type { Ctx } from "@/lib/services/context";
import { isTracing } from "@/lib/trace";
import { type IngestHead, readIngestHead } from "./ingest-config";
import type { NewEvent, StoredEvent } from "./new-event";
import { planRows, type PlannedEvent } from "./store-plan";
import { insertRows, isTakenKey } from "./store-rows";

export type { NewEvent, StoredEvent };

const TRIES = 6;

/**
 * Stores events with their verdicts, deliveries, queue rows, search terms, idempotency keys and counts, in one transaction:
 * when it returns, all of it is committed, in the order given; when it throws, nothing is.
 * @param head what was read about them already, lately
 */
export async function storeEvents({ ctx, events, head }: { ctx: Ctx; events: NewEvent[]; head?: IngestHead }): Promise<StoredEvent[]> {
  if (events.length === 0) return [];
  for (let tried = 1; ; tried++) {
    try {
      // What was read before serves the first try; a try that failed may have failed because it is old.
      const stored = await storeOnce(ctx, events, tried === 1 ? head : undefined);
      announceChange(ctx.db, ctx.workspaceId);
      return stored;
    } catch (error) {
      const failure = isTakenKey(error) ? "conflict" : databaseFailure(error);
      if (tried >= TRIES || (failure !== "conflict" && failure !== "missing_partition")) throw error;
      if (failure === "missing_partition") await makePartitions(ctx, events);
      else await wait(Math.random() * 10 * tried);
    }
  }
}

async function storeOnce(ctx: Ctx, events: NewEvent[], head?: IngestHead): Promise<StoredEvent[]> {
  const { config, known } = head ?? (await readIngestHead(ctx.db, ctx.workspaceId, { idempotencyKeys: events.flatMap((event) => event.idempotencyKeys), apiKeyIds: [], now: ctx.now() }));
  const fresh: PlannedEvent[] = [];
  const claimed = new Map<string, string>();
  const results: StoredEvent[] = [];
  for (const event of events) {
    const earlier = event.idempotencyKeys.map((key) => known.get(key) ?? claimed.get(key)).find((id) => id !== undefined);
    const id = earlier ?? event.id ?? newUuid(event.receivedAt);
    for (const key of event.idempotencyKeys) if (!known.has(key) && !claimed.has(key)) claimed.set(key, id);
    const result: StoredEvent = { outcome: earlier ? "duplicate" : "accepted", eventId: id, deliveryIds: [] };
    results.push(result);
    if (!earlier) fresh.push({ event, id, deliveryIds: result.deliveryIds });
  }

  if (fresh.length === 0 && claimed.size === 0) return results;
  const rows = planRows(fresh, config.subscriptions);
  // Before them, because the worker may be quick; alone it does no harm.
  if (isTracing()) await storeTraceContexts(ctx.db, fresh);
  await insertRows(ctx.db, ctx.workspaceId, claimed, rows, ctx.now());
  if (rows.deliveries.length > 0) wakeWorkersSoon(ctx.db);
  return results;
}

async function storeTraceContexts(db: Db, events: PlannedEvent[]): Promise<void> {
  const data = events.flatMap(({ id, event: { traceparent } }) => (traceparent ? [{ eventId: id, traceparent }] : []));
  if (data.length > 0) await db.traceContext.createMany({ data, skipDuplicates: true });
}

async function makePartitions(ctx: Ctx, events: NewEvent[]): Promise<void> {
  const days = new Set(events.map((event) => event.receivedAt.toISOString().slice(0, 10)));
  for (const day of days) await ctx.db.$queryRaw`SELECT aviso_ensure_partitions(${day}::date, ${day}::date)`;
}
