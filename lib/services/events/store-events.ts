import { setTimeout as wait } from "node:timers/promises";
import { databaseFailure } from "@/lib/db/failure";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { loadIngestConfig } from "./ingest-config";
import { planRows, type PlannedEvent } from "./store-plan";
import { insertIdempotencyKeys, insertRows, selectIdempotencyKeys } from "./store-rows";

/** An event that was judged sound and is to be stored. Ids are database UUIDs. */
export interface NewEvent {
  /** Its own id when something else (its envelope) already carries it; made here otherwise. */
  id?: string;
  eventType: string;
  productId: string | null;
  externalId: string;
  occurredAt: Date;
  /** The event's time everywhere: its id's, its partition's, its hour's. */
  receivedAt: Date;
  /** The envelope as it will be sent (`buildEnvelope`). */
  body: string;
  isTest: boolean;
  source: "api" | "test" | "seed";
  /** A test goes to this subscription alone, also when it is paused or disabled. */
  onlySubscriptionId?: string;
  /** Who asked for the test, by name. */
  requestedBy?: string;
  /** An event that shares any of these with an earlier one is its duplicate. */
  idempotencyKeys: string[];
}

export interface StoredEvent {
  outcome: "accepted" | "duplicate";
  /** A duplicate's is the first one's. */
  eventId: string;
  deliveryIds: string[];
}

const TRIES = 6;

/**
 * Stores events with their verdicts, deliveries, queue rows, search terms, idempotency keys and counts, in one transaction:
 * when it returns, all of it is committed, in the order given; when it throws, nothing is.
 */
export async function storeEvents({ ctx, events }: { ctx: Ctx; events: NewEvent[] }): Promise<StoredEvent[]> {
  if (events.length === 0) return [];
  for (let tried = 1; ; tried++) {
    try {
      return await storeOnce(ctx, events);
    } catch (error) {
      const failure = error instanceof LostRace ? "conflict" : databaseFailure(error);
      if (tried >= TRIES || (failure !== "conflict" && failure !== "missing_partition")) throw error;
      if (failure === "missing_partition") await makePartitions(ctx, events);
      else await wait(Math.random() * 10 * tried);
    }
  }
}

/** A concurrent transaction took one of our idempotency keys between our look and our insert. */
class LostRace extends Error {}

async function storeOnce(ctx: Ctx, events: NewEvent[]): Promise<StoredEvent[]> {
  return ctx.db.$transaction(
    async (tx) => {
      const config = await loadIngestConfig(ctx.db, tx, ctx.workspaceId);
      const allKeys = [...new Set(events.flatMap((event) => event.idempotencyKeys))];
      const known = allKeys.length > 0 ? await selectIdempotencyKeys(tx, ctx.workspaceId, allKeys) : new Map<string, string>();

      const fresh: PlannedEvent[] = [];
      const claimed = new Map<string, string>();
      const newKeys = new Map<string, string>();
      const results: StoredEvent[] = [];
      for (const event of events) {
        const earlier = event.idempotencyKeys.map((key) => known.get(key) ?? claimed.get(key)).find((id) => id !== undefined);
        const id = earlier ?? event.id ?? newUuid(event.receivedAt);
        for (const key of event.idempotencyKeys) {
          if (known.has(key) || claimed.has(key)) continue;
          claimed.set(key, id);
          newKeys.set(key, id);
        }
        const result: StoredEvent = { outcome: earlier ? "duplicate" : "accepted", eventId: id, deliveryIds: [] };
        results.push(result);
        if (!earlier) fresh.push({ event, id, deliveryIds: result.deliveryIds });
      }

      if (newKeys.size > 0) {
        const inserted = await insertIdempotencyKeys(tx, ctx.workspaceId, newKeys, ctx.now());
        if (inserted !== newKeys.size) throw new LostRace();
      }
      if (fresh.length > 0) await insertRows(tx, ctx.workspaceId, planRows(fresh, config.subscriptions, ctx.now()));
      return results;
    },
    { maxWait: 5_000, timeout: 30_000 },
  );
}

async function makePartitions(ctx: Ctx, events: NewEvent[]): Promise<void> {
  const days = new Set(events.map((event) => event.receivedAt.toISOString().slice(0, 10)));
  for (const day of days) await ctx.db.$queryRaw`SELECT aviso_ensure_partitions(${day}::date, ${day}::date)`;
}
