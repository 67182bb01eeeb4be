import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { renderFormV1 } from "@/lib/domain/form-v1";
import { idSchema, showId } from "@/lib/domain/ids";
import { tryUnseal } from "@/lib/domain/sealed";
import type { KnownSecret } from "@/lib/domain/signature-diagnosis";
import type { Ctx } from "@/lib/services/context";
import { requireDelivery } from "./read";

/** Names one attempt of a delivery. */
export const AttemptRef = z.object({ deliveryId: idSchema("delivery"), attemptNumber: z.number().int().min(1) });
export type AttemptRef = z.input<typeof AttemptRef>;

/** What an attempt sent, as it went over the wire, with those secrets that sign for its subscription and can be read. */
export interface SentRequest {
  url: string;
  /** `webhook-id`. */
  id: string;
  headers: [string, string][];
  body: string;
  /** Its `webhook-timestamp`, and those of the delivery's newest other attempts. */
  timestampSec: number | null;
  otherTimestampsSec: number[];
  subscriptionId: string;
  subscriptionName: string;
  /** Whether the body holds the hottok, in clear. */
  holdsHottok: boolean;
  /** The newest first. Includes rotated and expired ones that are still kept. */
  secrets: (KnownSecret & { role: "current" | "rotated" | "expired" })[];
}

const OTHERS_MAX = 100;

/** Reads an attempt's request back: the body to the byte, also where the record masks the hottok. */
export async function readSentRequest(ctx: Ctx, { deliveryId, attemptNumber }: z.output<typeof AttemptRef>): Promise<SentRequest> {
  const delivery = await requireDelivery(ctx, deliveryId);
  const { eventId } = delivery;
  const attempt = await ctx.db.attempt.findFirst({
    where: { eventId, deliveryId, number: attemptNumber, workspaceId: ctx.workspaceId },
    select: { requestUrl: true, requestHeaders: true, requestBody: true },
  });
  const others = await ctx.db.attempt.findMany({
    where: { eventId, deliveryId, number: { not: attemptNumber }, workspaceId: ctx.workspaceId },
    orderBy: { number: "desc" }, take: OTHERS_MAX, select: { requestHeaders: true },
  });
  const event = await ctx.db.event.findFirst({ where: { id: eventId, workspaceId: ctx.workspaceId }, select: { body: true, eventType: true } });
  const subscription = await ctx.db.subscription.findFirst({
    where: { id: delivery.subscriptionId, workspaceId: ctx.workspaceId },
    select: { name: true, hottokEncrypted: true, hotmartCompatible: true, secrets: { orderBy: { createdAt: "desc" } } },
  });
  if (!attempt || !event || !subscription) throw notFound("attempt");
  const hottok = subscription.hotmartCompatible && subscription.hottokEncrypted ? tryUnseal(ctx.secretKey, subscription.hottokEncrypted) : null;
  const now = ctx.now();
  return {
    url: attempt.requestUrl,
    id: showId("event", eventId),
    headers: attempt.requestHeaders as [string, string][],
    body: attempt.requestBody === null ? event.body : renderFormV1(event.eventType, event.body, hottok).body,
    timestampSec: timestampOf(attempt.requestHeaders),
    otherTimestampsSec: others.flatMap((other) => timestampOf(other.requestHeaders) ?? []),
    subscriptionId: delivery.subscriptionId,
    subscriptionName: subscription.name,
    holdsHottok: attempt.requestBody !== null && hottok !== null,
    secrets: subscription.secrets.flatMap(({ secretEncrypted, expiresAt }): SentRequest["secrets"] => {
      const secret = tryUnseal(ctx.secretKey, secretEncrypted);
      return secret === null ? [] : [{ secret, role: expiresAt === null ? "current" : expiresAt > now ? "rotated" : "expired" }];
    }),
  };
}

function timestampOf(headers: unknown): number | null {
  const found = (headers as [string, string][]).find(([name]) => name === "webhook-timestamp")?.[1];
  return found && /^\d+$/.test(found) ? Number(found) : null;
}
