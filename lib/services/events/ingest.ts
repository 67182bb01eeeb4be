import { AppError } from "@/lib/domain/errors";
import { showId } from "@/lib/domain/ids";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import type { Call } from "@/lib/services/context";
import { startSpan } from "@/lib/trace";
import { submitEvents } from "./ingest-batcher";
import { parseIngestBody, type ParsedEvent } from "./ingest-parse";

export interface IngestInput {
  /** The request body as it came: one event, or an array of them. */
  body: Uint8Array;
  /** The Idempotency-Key header. */
  idempotencyKey?: string | null;
  /** The traceparent header: the trace that the sender began. */
  traceparent?: string | null;
}

export type IngestedEvent =
  | { outcome: "accepted"; id: string; deliveries: number }
  | { outcome: "duplicate"; id: string }
  | { outcome: "rejected"; error: AppError };

interface Ingested { kind: "single" | "batch"; results: IngestedEvent[] }

/**
 * Takes events in. When it returns, every accepted one is committed with all that follows from it.
 * @throws AppError for what is wrong with a single event, or with a batch as a whole
 */
export async function ingestEvents({ ctx, input }: Call<IngestInput>): Promise<Ingested> {
  const begunAt = performance.now();
  const span = startSpan("ingest", { parent: input.traceparent, kind: "server" });
  try {
    const ingested = await ingest({ ctx, input }, span?.traceparent);
    for (const { outcome } of ingested.results) metrics.ingestedEvents.inc({ outcome });
    if (log.isOn("debug")) log.debug("events taken in", { requestId: ctx.requestId, events: ingested.results.length, eventId: eventIdOf(ingested)["aviso.event_id"] });
    span?.end({ "aviso.events": ingested.results.length, ...eventIdOf(ingested) });
    return ingested;
  } catch (error) {
    const outcome = error instanceof AppError && error.code !== "unavailable" ? "rejected" : "failed";
    metrics.ingestedEvents.inc({ outcome });
    span?.end(undefined, error instanceof AppError ? error.code : outcome);
    throw error;
  } finally {
    metrics.ingestSeconds.observe((performance.now() - begunAt) / 1_000);
  }
}

function eventIdOf({ results: [first, ...more] }: Ingested) {
  return first && first.outcome !== "rejected" && more.length === 0 ? { "aviso.event_id": first.id } : {};
}

async function ingest({ ctx, input }: Call<IngestInput>, parent: string | undefined): Promise<Ingested> {
  const header = input.idempotencyKey ?? null;
  if (header !== null && !/^[\x20-\x7e]{1,255}$/.test(header)) {
    throw new AppError("invalid", "The Idempotency-Key is not valid.", {
      fix: "Send 1 to 255 printable ASCII characters.",
      issues: [{ path: "Idempotency-Key", message: "Must be 1 to 255 printable ASCII characters" }],
    });
  }
  const parsed = parseIngestBody(input.body);
  const items = parsed.kind === "single" ? [parsed.event] : parsed.items;
  const sound = items.flatMap((item, index) => (item instanceof AppError ? [] : [{ event: item, index }]));
  const receivedAt = ctx.now();
  const span = startSpan("store", { parent, attributes: { "aviso.events": sound.length } });
  const stored =
    sound.length === 0
      ? []
      : await submitEvents({
          ctx,
          incoming: sound.map(({ event, index }) => ({
            event,
            receivedAt,
            productIds: ctx.productIds,
            apiKeyId: ctx.actor.kind === "apiKey" ? ctx.actor.id : undefined,
            traceparent: span?.traceparent,
            idempotencyKeys: keysOf(event, header, parsed.kind === "batch" ? index : null),
          })),
        }).finally(() => span?.end());
  const unauthorized = stored.find((one) => one instanceof AppError && one.code === "unauthorized");
  if (unauthorized) throw unauthorized;
  const results: IngestedEvent[] = items.map((item) => (item instanceof AppError ? { outcome: "rejected", error: item } : null!));
  stored.forEach((one, at) => {
    const index = sound[at]!.index;
    if (one instanceof AppError) results[index] = { outcome: "rejected", error: one };
    else if (one.outcome === "duplicate") results[index] = { outcome: "duplicate", id: showId("event", one.eventId) };
    else results[index] = { outcome: "accepted", id: showId("event", one.eventId), deliveries: one.deliveryIds.length };
  });
  const first = results[0]!;
  if (parsed.kind === "single" && first.outcome === "rejected") throw first.error;
  return { kind: parsed.kind, results };
}

function keysOf(event: ParsedEvent, header: string | null, index: number | null): string[] {
  const keys = event.id === null ? [] : [`id:${event.id}`];
  // A batch's key stands for each of its items, by position; the position comes first, so that no single event's key reads the same.
  if (header !== null) keys.push(index === null ? `key:${header}` : `item:${index}:${header}`);
  return keys;
}
