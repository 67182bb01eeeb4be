import { z } from "zod";
import { buildEnvelope } from "@/lib/domain/envelope";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema, newUuid, showId } from "@/lib/domain/ids";
import { dig } from "@/lib/domain/person";
import type { Call, Ctx } from "@/lib/services/context";
import { storeEvents } from "./store-events";

const MAX_BODY_BYTES = 256_000;

export const SendTestEventInput = z.object({
  subscriptionId: idSchema("subscription"),
  eventType: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "Letters, digits, _ . and - only, 128 at most"),
  /** The payload's `data`, as JSON text: an object. It is sent as it stands. */
  data: z.string().check((context) => {
    const problem = dataProblem(context.value);
    if (problem) context.issues.push({ code: "custom", message: problem, input: context.value });
  }),
  productId: idSchema("product").optional(),
});
export type SendTestEventInput = z.input<typeof SendTestEventInput>;

/** Sends an event made by a person to one subscription only, the way real ones go, marked as a test everywhere. */
export async function sendTestEvent({ ctx, input }: Call<SendTestEventInput>): Promise<{ eventId: string; deliveryId: string }> {
  const { subscriptionId, eventType, data, productId } = SendTestEventInput.parse(input);
  const subscription = await ctx.db.subscription.findFirst({ where: { id: subscriptionId, workspaceId: ctx.workspaceId, deletedAt: null }, select: { id: true } });
  if (!subscription) throw notFound("subscription");
  const now = ctx.now();
  const id = newUuid(now);
  const externalId = id;
  const body = buildEnvelope({ externalId, occurredAt: now, eventType, isTest: true, data });
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw new AppError("too_large", "An event may have 256 kB at most.", { fix: "Shorten the payload." });
  const [stored] = await storeEvents({
    ctx,
    events: [{
      id,
      eventType,
      productId: await productOf(ctx, productId, data),
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

/** The product given, or the known one that the payload names. A test never makes a product. */
async function productOf(ctx: Ctx, productId: string | undefined, data: string): Promise<string | null> {
  const named = dig(JSON.parse(data), ["product", "id"]);
  const which = productId ? { id: productId } : typeof named === "string" || typeof named === "number" ? { externalId: String(named) } : null;
  if (!which) return null;
  const product = await ctx.db.product.findFirst({ where: { workspaceId: ctx.workspaceId, ...which }, select: { id: true } });
  if (!product && productId) throw notFound("product");
  return product?.id ?? null;
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
