import { randomUUID } from "node:crypto";
import { buildEnvelope } from "@/lib/domain/envelope";
import type { Ctx } from "@/lib/services/context";
import { storeEvents } from "@/lib/services/events/store-events";

/** Stores approved purchases of now, as ingestion does. @param data JSON. @returns the ids (UUIDs) of each, with its first delivery */
export async function sendEvents(ctx: Ctx, count: number, data = "{}"): Promise<{ eventId: string; deliveryId: string }[]> {
  const at = new Date();
  const events = Array.from({ length: count }, () => {
    const externalId = randomUUID();
    const body = buildEnvelope({ externalId, occurredAt: at, eventType: "PURCHASE_APPROVED", data });
    return { eventType: "PURCHASE_APPROVED", productId: null, externalId, occurredAt: at, receivedAt: at, body, isTest: false, source: "api" as const, idempotencyKeys: [] };
  });
  return (await storeEvents({ ctx, events })).map(({ eventId, deliveryIds }) => ({ eventId, deliveryId: deliveryIds[0]! }));
}
