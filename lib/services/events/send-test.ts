import { z } from "zod";
import { buildEnvelope } from "@/lib/domain/envelope";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema, newUuid, showId } from "@/lib/domain/ids";
import { readProductRef } from "@/lib/domain/product-ref";
import { getEventType } from "@/lib/services/event-types/get";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call, Ctx } from "@/lib/services/context";
import { loadIngestConfig } from "./ingest-config";
import { MAX_EVENT_BYTES } from "./ingest-parse";
import { resolveProduct } from "./ingest-product";
import { storeEvents } from "./store-events";

export const SendTestEventInput = z.object({
  subscriptionId: idSchema("subscription"),
  eventType: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "Letters, digits, _ . and - only, 128 at most"),
  /** The payload's `data`, as JSON text: an object. It is sent as it stands. Left out: the event type's first sample. */
  data: z.string().check((context) => {
    const problem = dataProblem(context.value);
    if (problem) context.issues.push({ code: "custom", message: problem, input: context.value });
  }).optional(),
  productId: idSchema("product").optional(),
});
export type SendTestEventInput = z.input<typeof SendTestEventInput>;

/** Sends an event made by a person to one subscription only, the way real ones go, marked as a test everywhere. */
export async function sendTestEvent({ ctx, input }: Call<SendTestEventInput>): Promise<{ eventId: string; deliveryId: string }> {
  const { subscriptionId, eventType, productId, ...given } = SendTestEventInput.parse(input);
  const subscription = await ctx.db.subscription.findFirst({ where: { id: subscriptionId, workspaceId: ctx.workspaceId, deletedAt: null }, select: { name: true } });
  if (!subscription) throw notFound("subscription");
  const data = given.data ?? (await firstSample(ctx, eventType));
  const now = ctx.now();
  const id = newUuid(now);
  const externalId = id;
  const body = buildEnvelope({ externalId, occurredAt: now, eventType, isTest: true, data });
  if (Buffer.byteLength(body) > MAX_EVENT_BYTES) throw new AppError("too_large", "An event may have 256 kB at most.", { fix: "Shorten the payload." });
  const productUuid = await productOf(ctx, productId, data);
  // Before it is on its way, in a transaction of its own: what sends goes by its own statements.
  await recordAudit(ctx.db, ctx, { action: "test.sent", target: { kind: "subscription", id: subscriptionId, name: subscription.name }, after: { eventType } });
  const [stored] = await storeEvents({
    ctx,
    events: [{
      id,
      eventType,
      productId: productUuid,
      externalId,
      occurredAt: now,
      receivedAt: now,
      body,
      isTest: true,
      source: "test",
      onlySubscriptionIds: [subscriptionId],
      requestedBy: ctx.actor.name,
      idempotencyKeys: [],
    }],
  });
  const deliveryId = stored?.deliveryIds[0];
  // Deleted between our look and the transaction.
  if (!stored || !deliveryId) throw notFound("subscription");
  return { eventId: showId("event", stored.eventId), deliveryId: showId("delivery", deliveryId) };
}

/** The product given, or the known one that the payload names, found as for a real event. A test never makes a product. */
async function productOf(ctx: Ctx, productId: string | undefined, data: string): Promise<string | null> {
  const explicit = productId === undefined ? null : showId("product", productId);
  const product = resolveProduct(readProductRef(data, explicit), await loadIngestConfig(ctx.db, ctx.workspaceId));
  if (product === "unknown" && explicit !== null) throw notFound("product");
  return product === "unknown" ? null : (product?.id ?? null);
}

async function firstSample(ctx: Ctx, eventType: string): Promise<string> {
  const { samples } = await getEventType({ ctx, input: { name: eventType } });
  if (samples[0]) return samples[0].data;
  throw new AppError("invalid", `The event type ${eventType} has no sample.`, { fix: "Give the data to send.", issues: [{ path: "data", message: "Is missing, and there is no sample" }] });
}

function dataProblem(text: string): string | null {
  if (!text.isWellFormed()) return "Contains characters that are no text (half of a surrogate pair)";
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? null : "Must be a JSON object, in braces";
  } catch (error) {
    return `Not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
