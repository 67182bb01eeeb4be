import { setTimeout as wait } from "node:timers/promises";
import { announceChange } from "@/lib/db/announce";
import { databaseFailure } from "@/lib/db/failure";
import { newUuid } from "@/lib/domain/ids";
import { wakeWorkersSoon } from "@/lib/queue/wake";
import type { Ctx } from "@/lib/services/context";
import { loadIngestConfig } from "./ingest-config";
import type { NewEvent, StoredEvent } from "./new-event";
import { planRows, type PlannedEvent } from "./store-plan";
import { insertRows, isTakenKey, selectIdempotencyKeys } from "./store-rows";

export type { NewEvent, StoredEvent };

const TRIES = 6;

/**
 * Stores events with their verdicts, deliveries, queue rows, search terms, idempotency keys and counts, in one transaction:
 * when it returns, all of it is committed, in the order given; when it throws, nothing is.
 */
export async function storeEvents({ ctx, events }: { ctx: Ctx; events: NewEvent[] }): Promise<StoredEvent[]> {
  if (events.length === 0) return [];
  for (let tried = 1; ; tried++) {
    try {
      const stored = await storeOnce(ctx, events);
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

async function storeOnce(ctx: Ctx, events: NewEvent[]): Promise<StoredEvent[]> {
  const config = await loadIngestConfig(ctx.db, ctx.workspaceId);
  const allKeys = [...new Set(events.flatMap((event) => event.idempotencyKeys))];
  const known = allKeys.length > 0 ? await selectIdempotencyKeys(ctx.db, ctx.workspaceId, allKeys) : new Map<string, string>();

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
  await insertRows(ctx.db, ctx.workspaceId, claimed, rows, ctx.now());
  if (rows.deliveries.length > 0) wakeWorkersSoon(ctx.db);
  return results;
}

async function makePartitions(ctx: Ctx, events: NewEvent[]): Promise<void> {
  const days = new Set(events.map((event) => event.receivedAt.toISOString().slice(0, 10)));
  for (const day of days) await ctx.db.$queryRaw`SELECT aviso_ensure_partitions(${day}::date, ${day}::date)`;
}
