import type { Db, Tx } from "@/lib/db/client";
import { buildEnvelope } from "@/lib/domain/envelope";
import { newUuid } from "@/lib/domain/ids";
import type { SealingKey } from "@/lib/domain/sealed";
import { storeEvents } from "@/lib/services/events/store-events";

const AT_ONCE = 50;
/** Longer than storing ever takes; after it a step whose worker died is sent by another. */
const LEASE_SEC = 60;

interface DueStep { run_id: string; number: number; event_type: string; occurred_at: Date; data: string; workspace_id: string; subscription_ids: string[]; product_id: string | null; started_by: string; retries: boolean }

/**
 * Sends the steps of running stories that are due, of each story the next one only, so that they keep their order.
 * A step that was stored by a worker that died before it could say so is found again by its key, and not sent twice.
 * @returns how many were sent; call again at once when there were any
 * @throws the first error, when some could not be sent; the others were
 */
export async function sendDueSteps({ db, secretKey, origin, now }: { db: Db; secretKey: SealingKey; origin: string; now: Date }): Promise<number> {
  const due = await db.$queryRaw<DueStep[]>`
    WITH due AS (
      SELECT s.run_id, s.number FROM scenario_steps s
      WHERE s.status = 'waiting' AND s.due_at <= ${now.toISOString()}::timestamptz AND (s.lease_until IS NULL OR s.lease_until <= ${now.toISOString()}::timestamptz)
        AND NOT EXISTS (SELECT 1 FROM scenario_steps e WHERE e.run_id = s.run_id AND e.number < s.number AND e.status = 'waiting')
      ORDER BY s.due_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    UPDATE scenario_steps s SET lease_until = ${now.toISOString()}::timestamptz + make_interval(secs => ${LEASE_SEC})
    FROM due, scenario_runs r WHERE s.run_id = due.run_id AND s.number = due.number AND r.id = s.run_id
    RETURNING s.run_id::text, s.number, s.event_type, s.occurred_at, s.data, r.workspace_id::text, r.subscription_ids::text[], r.product_id::text, r.started_by, coalesce((r.settings->>'retries')::boolean, false) AS retries`;
  const errors: unknown[] = [];
  // One that cannot be stored must not keep those of other stories back; its lease runs out, and it is tried again.
  for (const step of due) await sendStep(step).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
  return due.length;

  async function sendStep(step: DueStep): Promise<void> {
    const left = await db.subscription.findMany({ where: { id: { in: step.subscription_ids }, workspaceId: step.workspace_id, deletedAt: null }, select: { id: true } });
    if (left.length === 0) return db.$transaction((tx) => endRun(tx, { runId: step.run_id, by: "Aviso", now }));
    const ctx = { db, workspaceId: step.workspace_id, actor: { kind: "system" as const, name: "Aviso" }, now: () => now, secretKey, origin };
    const externalId = newUuid(now);
    const [stored] = await storeEvents({
      ctx,
      events: [{
        id: externalId, eventType: step.event_type, productId: step.product_id, externalId, occurredAt: step.occurred_at, receivedAt: now,
        body: buildEnvelope({ externalId, occurredAt: step.occurred_at, eventType: step.event_type, isTest: true, data: step.data }),
        isTest: true, source: "test", onlySubscriptionIds: left.map(({ id }) => id), isRetried: step.retries, requestedBy: step.started_by,
        idempotencyKeys: [`run:${step.run_id}:${step.number}`],
      }],
    });
    await db.$executeRaw`UPDATE scenario_steps SET status = 'sent', event_id = ${stored!.eventId}::uuid WHERE run_id = ${step.run_id}::uuid AND number = ${step.number}`;
    await db.$executeRaw`
      UPDATE scenario_runs r SET status = 'finished', ended_at = ${now.toISOString()}::timestamptz
      WHERE r.id = ${step.run_id}::uuid AND r.status = 'running' AND NOT EXISTS (SELECT 1 FROM scenario_steps s WHERE s.run_id = r.id AND s.status = 'waiting')`;
  }
}

/** Ends a story before its end: what has not been sent never will be. */
export async function endRun(tx: Tx, { runId, by, now }: { runId: string; by: string; now: Date }): Promise<void> {
  await tx.scenarioStep.updateMany({ where: { runId, status: "waiting" }, data: { status: "cancelled" } });
  await tx.scenarioRun.updateMany({ where: { id: runId, status: "running" }, data: { status: "cancelled", endedBy: by, endedAt: now } });
}
