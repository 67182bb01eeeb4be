import type { Prisma } from "@/lib/db/client";
import { compareHeaders, compareShapes, type Difference } from "@/lib/domain/compare-attempts";
import { notFound } from "@/lib/domain/errors";
import { showId, uuidFloor } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import type { Call, Ctx } from "@/lib/services/context";
import { requireDelivery } from "./read";
import { readAttempt, type AttemptDetail } from "./read-attempts";
import { AttemptRef } from "./sent-request";

export const CompareAttemptInput = AttemptRef;
export type CompareAttemptInput = AttemptRef;

interface Side {
  eventId: string;
  eventType: string;
  attempt: AttemptDetail;
}
export interface AttemptComparison {
  /** The last successful attempt of the same subscription before this one; where there is none, one after it. */
  good: Side;
  this: Side;
  url: boolean;
  requestHeaders: Difference[];
  responseHeaders: Difference[];
  /** Fields that the two payloads don't share; null where one is not JSON. */
  fields: Difference[] | null;
}

/** Sets an attempt beside the last one that the same subscription accepted; null when it accepted none in 60 days. */
export async function compareAttempt({ ctx, input }: Call<CompareAttemptInput>): Promise<AttemptComparison | null> {
  const { deliveryId, attemptNumber } = AttemptRef.parse(input);
  const delivery = await requireDelivery(ctx, deliveryId);
  const mine = await readSide(ctx, delivery, { number: attemptNumber });
  if (!mine) throw notFound("attempt");
  const own = (startedAt?: { lt: Date }) => readSide(ctx, delivery, { failureKind: null, number: { not: attemptNumber }, ...(startedAt ? { startedAt } : {}) });
  const good = (await own({ lt: mine.attempt.startedAt })) ?? (await findGood(ctx, delivery, "before")) ?? (await own()) ?? (await findGood(ctx, delivery, "after"));
  if (!good) return null;
  return {
    good, this: mine,
    url: good.attempt.request.url !== mine.attempt.request.url,
    requestHeaders: compareHeaders(good.attempt.request.headers, mine.attempt.request.headers),
    responseHeaders: compareHeaders(good.attempt.response?.headers ?? [], mine.attempt.response?.headers ?? []),
    fields: compareShapes(good.attempt.request.body, mine.attempt.request.body),
  };
}

// Clocks of several processes differ a little.
const CLOCK_SLACK_MS = 300_000;

type DeliveryRow = Pick<Prisma.DeliveryGetPayload<object>, "id" | "workspaceId" | "eventId" | "subscriptionId" | "eventType">;

/** Of the same type where there is one, because its payload has the same shape. */
async function findGood(ctx: Ctx, delivery: DeliveryRow, side: "before" | "after"): Promise<Side | null> {
  const where = {
    workspaceId: ctx.workspaceId, subscriptionId: delivery.subscriptionId, status: "delivered", lastFailureKind: null, attemptCount: { gt: 0 },
    eventId: side === "before" ? { lt: delivery.eventId, gte: uuidFloor(historyStart(ctx.now())) } : { gt: delivery.eventId, lt: uuidFloor(ctx.now().getTime() + CLOCK_SLACK_MS) },
  };
  const pick = { where, orderBy: { eventId: "desc" }, take: 20, select: { id: true, workspaceId: true, eventId: true, subscriptionId: true, eventType: true } } as const;
  const recent = await ctx.db.delivery.findMany(pick);
  const found = recent.find((row) => row.eventType === delivery.eventType) ?? recent[0];
  return found ? readSide(ctx, found, { failureKind: null }) : null;
}

async function readSide(ctx: Ctx, delivery: DeliveryRow, sought: Parameters<typeof readAttempt>[2]): Promise<Side | null> {
  const event = await ctx.db.event.findFirst({ where: { id: delivery.eventId, workspaceId: ctx.workspaceId }, select: { body: true } });
  const attempt = await readAttempt(ctx.db, delivery, sought, event?.body ?? "");
  return attempt && { eventId: showId("event", delivery.eventId), eventType: delivery.eventType, attempt };
}
