import { AppError } from "@/lib/domain/errors";
import { showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { submitEvents } from "./ingest-batcher";
import { parseIngestBody, type ParsedEvent } from "./ingest-parse";

export interface IngestInput {
  /** The request body as it came: one event, or an array of them. */
  body: Uint8Array;
  /** The Idempotency-Key header. */
  idempotencyKey?: string | null;
}

export type IngestedEvent =
  | { outcome: "accepted"; id: string; deliveries: number }
  | { outcome: "duplicate"; id: string }
  | { outcome: "rejected"; error: AppError };

/**
 * Takes events in. When it returns, every accepted one is committed with all that follows from it.
 * @throws AppError for what is wrong with a single event, or with a batch as a whole
 */
export async function ingestEvents({ ctx, input }: Call<IngestInput>): Promise<{ kind: "single" | "batch"; results: IngestedEvent[] }> {
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
            idempotencyKeys: keysOf(event, header, parsed.kind === "batch" ? index : null),
          })),
        });
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
  // A batch's key stands for each of its items, by position.
  if (header !== null) keys.push(index === null ? `key:${header}` : `key:${header}#${index}`);
  return keys;
}
