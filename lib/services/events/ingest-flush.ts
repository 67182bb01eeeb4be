import { databaseFailure } from "@/lib/db/failure";
import { buildEnvelope } from "@/lib/domain/envelope";
import { AppError } from "@/lib/domain/errors";
import { findEventType } from "@/lib/domain/event-types/catalogue";
import { newUuid } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { wrongKey } from "@/lib/services/api-keys/authenticate";
import { type IngestConfig, type IngestHead, loadIngestConfig, readIngestHead } from "./ingest-config";
import type { ParsedEvent } from "./ingest-parse";
import { discoverProducts, isDiscoverable, resolveProduct, unknownProduct } from "./ingest-product";
import { storeEvents, type NewEvent, type StoredEvent } from "./store-events";

/** A parsed event on its way in, with the keys that tell it from its repetitions. */
export interface IncomingEvent {
  event: ParsedEvent;
  receivedAt: Date;
  idempotencyKeys: string[];
  traceparent?: string | undefined;
  /** The products that the sender may name, as in Ctx; requests of several senders share a flush. */
  productIds?: ReadonlySet<string> | undefined;
  /** The API key that it came with: looked at once more before anything is stored, for it may have been known from before. */
  apiKeyId?: string | undefined;
}

/** Each event has a verdict for each subscription: a thousand of each in one commit would hold up everybody, and time out. */
const MOST_ROWS = 20_000;

/** Compares events with their workspace, and stores those that pass; the others' errors stand in their place. */
export async function flushEvents({ ctx, incoming }: { ctx: Ctx; incoming: IncomingEvent[] }): Promise<(StoredEvent | AppError)[]> {
  const apiKeyIds = [...new Set(incoming.flatMap((one) => one.apiKeyId ?? []))];
  let head = await readIngestHead(ctx.db, ctx.workspaceId, { idempotencyKeys: incoming.flatMap((one) => one.idempotencyKeys), apiKeyIds, now: ctx.now() });
  const toDiscover = incoming
    .filter((one) => !one.productIds && isKeySound(one, head) && !isKnown(one, head))
    .map(({ event }) => event.product)
    .filter((ref) => resolveProduct(ref, head.config) === "unknown" && isDiscoverable(ref, head.config));
  if (toDiscover.length > 0) {
    await discoverProducts({ ctx, refs: toDiscover });
    head = { ...head, config: await loadIngestConfig(ctx.db, ctx.workspaceId) };
  }
  const { config } = head;

  const results: (StoredEvent | AppError)[] = [];
  const sound: { index: number; event: NewEvent }[] = [];
  incoming.forEach((one, index) => {
    const { event, receivedAt, idempotencyKeys, productIds, traceparent } = one;
    if (!isKeySound(one, head)) {
      results[index] = wrongKey();
      return;
    }
    const product = resolveProduct(event.product, config);
    if (productIds && (product === null || product === "unknown" || !productIds.has(product.id))) {
      results[index] = notForThisKey();
      return;
    }
    const refusal = isKnown(one, head) ? null : refuse(event, product, config);
    if (refusal) {
      results[index] = refusal;
      return;
    }
    const { eventType } = event;
    const id = newUuid(receivedAt);
    const externalId = event.id ?? id;
    const occurredAt = event.occurredAt ?? receivedAt;
    const body = buildEnvelope({ externalId, occurredAt, eventType, data: event.data });
    sound.push({
      index,
      event: { id, eventType, productId: product === "unknown" ? null : (product?.id ?? null), externalId, occurredAt, receivedAt, body, isTest: false, source: "api", idempotencyKeys, dataTerms: event.dataTerms, ...(traceparent ? { traceparent } : {}) },
    });
  });

  const most = Math.max(1, Math.floor(MOST_ROWS / (config.subscriptions.length + 1)));
  for (let from = 0; from < sound.length; from += most) {
    const part = sound.slice(from, from + most);
    const stored = await storeEvents({ ctx, events: part.map((one) => one.event), head }).catch((error: unknown) => {
      // What came before it is stored, and is told so.
      if (from > 0 && databaseFailure(error) === "away") return part.map(notStored);
      throw error;
    });
    stored.forEach((one, at) => (results[part[at]!.index] = one));
  }
  return results;
}

function isKeySound({ apiKeyId }: IncomingEvent, head: IngestHead): boolean {
  return apiKeyId === undefined || head.soundKeyIds.has(apiKeyId);
}

function notStored(): AppError {
  return new AppError("unavailable", "The database cannot be reached.", { fix: "Send this event again in a few seconds. It was not accepted." });
}

/** Whether it is a repetition. What was accepted once is not judged again: its workspace may have become stricter since. */
function isKnown({ idempotencyKeys }: IncomingEvent, head: IngestHead): boolean {
  return idempotencyKeys.some((key) => head.known.has(key));
}

function refuse({ eventType, product: ref }: ParsedEvent, product: ReturnType<typeof resolveProduct>, config: IngestConfig): AppError | null {
  if (!config.acceptsUnknownTypes && !findEventType(eventType) && !config.ownEventTypes.has(eventType)) {
    return new AppError("invalid", `There is no event type ${JSON.stringify(eventType)}.`, {
      fix: "Use one of the event types on the page Event types, or add this one there.",
      issues: [{ path: "event", message: "Unknown event type" }],
    });
  }
  return product === "unknown" ? unknownProduct(ref, config) : null;
}

function notForThisKey(): AppError {
  return new AppError("forbidden", "This API key may not send events of this product.", {
    fix: "Name one of the key's products, or use a key that is for it.",
    issues: [{ path: "product", message: "Not one of the key's products" }],
  });
}
