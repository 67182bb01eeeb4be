import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema, readId, showId } from "@/lib/domain/ids";
import type { Call, Ctx } from "@/lib/services/context";
import { readDeliverySummaries, type DeliverySummary } from "@/lib/services/deliveries/read";
import type { RunStatus } from "./list-runs";
import type { KeptSettings } from "./settings";

export const GetRunInput = z.object({ runId: idSchema("scenarioRun") });
export type GetRunInput = z.input<typeof GetRunInput>;

/** A delivery of a step, with what the subscription's system answered last. */
export interface StepDelivery extends DeliverySummary {
  answer: { status: number | null; durationMs: number; body: string | null; encoding: string | null } | null;
}
export interface RunStep {
  number: number;
  eventType: string;
  occurredAt: Date;
  dueAt: Date;
  status: "waiting" | "sent" | "cancelled";
  eventId: string | null;
  deliveries: StepDelivery[];
}
export interface RunDetail {
  id: string;
  scenario: string;
  status: RunStatus;
  settings: KeptSettings;
  product: { id: string; name: string } | null;
  startedBy: string;
  startedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
  steps: RunStep[];
}

/** A run with every step, delivery and answer. */
export async function getRun({ ctx, input }: Call<GetRunInput>): Promise<RunDetail> {
  const { runId } = GetRunInput.parse(input);
  const run = await ctx.db.scenarioRun.findFirst({ where: { id: runId, workspaceId: ctx.workspaceId }, include: { steps: { orderBy: { number: "asc" } } } });
  if (!run) throw notFound("scenario run");
  const product = run.productId ? await ctx.db.product.findFirst({ where: { id: run.productId, workspaceId: ctx.workspaceId }, select: { id: true, name: true } }) : null;
  const deliveries = await readDeliveries(ctx, run.steps.flatMap(({ eventId }) => eventId ?? []));
  return {
    id: showId("scenarioRun", run.id),
    scenario: run.scenario,
    status: run.status as RunStatus,
    settings: run.settings as unknown as KeptSettings,
    product: product && { id: showId("product", product.id), name: product.name },
    startedBy: run.startedBy,
    startedAt: run.startedAt,
    endedBy: run.endedBy,
    endedAt: run.endedAt,
    steps: run.steps.map((step) => {
      const eventId = step.eventId && showId("event", step.eventId);
      return {
        number: step.number, eventType: step.eventType, occurredAt: step.occurredAt, dueAt: step.dueAt, status: step.status as RunStep["status"], eventId,
        deliveries: deliveries.filter((delivery) => delivery.eventId === eventId).toSorted((a, b) => a.subscription.name.localeCompare(b.subscription.name)),
      };
    }),
  };
}

async function readDeliveries(ctx: Ctx, eventIds: string[]): Promise<StepDelivery[]> {
  if (eventIds.length === 0) return [];
  const sorted = eventIds.toSorted();
  const summaries = await readDeliverySummaries(ctx.db, ctx.workspaceId, sorted);
  // The last of each only: a delivery may have hundreds, with 64 kB of answer each.
  const lastOf = summaries.flatMap(({ id, attemptCount }) => (attemptCount > 0 ? [{ deliveryId: readId("delivery", id)!, number: attemptCount }] : []));
  const attempts = lastOf.length === 0 ? [] : await ctx.db.attempt.findMany({
    where: { workspaceId: ctx.workspaceId, eventId: { in: sorted, gte: sorted[0]!, lte: sorted.at(-1)! }, OR: lastOf },
    select: { deliveryId: true, responseStatus: true, durationMs: true, responseBody: true, responseEncoding: true },
  });
  const last = new Map(attempts.map((attempt) => [showId("delivery", attempt.deliveryId), attempt]));
  return summaries.map((summary) => {
    const attempt = last.get(summary.id);
    return { ...summary, answer: attempt ? { status: attempt.responseStatus, durationMs: attempt.durationMs, body: attempt.responseBody, encoding: attempt.responseEncoding } : null };
  });
}
