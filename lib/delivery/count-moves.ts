import { NIL_UUID, uuidHour } from "@/lib/domain/ids";
import type { Attempted } from "./attempt";
import { statusAfter } from "./attempt-row";

/** The roll-ups' moves from old states to new, in the order of their key, so that two writers cannot block each other. */
export function countMoves(attempts: Attempted[]): object[] {
  const moves = new Map<string, { row: object; count: number }>();
  const add = (job: Attempted["job"], outcome: string, count: number) => {
    const hour = uuidHour(job.claim.eventId).toISOString();
    const productId = job.productId ?? NIL_UUID;
    const key = `${job.workspaceId} ${hour} ${job.claim.subscriptionId} ${productId} ${job.eventType} ${job.isTest} ${outcome}`;
    const move = moves.get(key);
    if (move) move.count += count;
    else moves.set(key, { row: { workspace_id: job.workspaceId, hour, subscription_id: job.claim.subscriptionId, product_id: productId, event_type: job.eventType, is_test: job.isTest, outcome }, count });
  };
  for (const attempt of attempts) {
    const after = statusAfter(attempt);
    if (after === attempt.job.status) continue;
    add(attempt.job, attempt.job.status, -1);
    add(attempt.job, after, 1);
  }
  return [...moves].filter(([, move]) => move.count !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { row, count }]) => ({ ...row, count }));
}

/** Writes the rows of a parameter (JSON); a part of a statement. @param parameter "$2" @param where a condition for all of them */
export function writeMoves(parameter: string, where = "true"): string {
  return `
  INSERT INTO hourly_counts (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome, count)
  SELECT * FROM json_to_recordset(${parameter}::json) AS x(
    workspace_id uuid, hour timestamptz, subscription_id uuid, product_id uuid, event_type text, is_test boolean, outcome text, count bigint)
  WHERE ${where}
  ON CONFLICT (workspace_id, hour, subscription_id, product_id, event_type, is_test, outcome) DO UPDATE SET count = hourly_counts.count + excluded.count`;
}
