import { queryBatch } from "@/lib/db/batch";
import { int4Array, uuidArray } from "@/lib/db/binary-array";
import type { Db } from "@/lib/db/client";
import { BREAKER } from "@/lib/domain/breaker";
import type { Attempted } from "./attempt";
import { ATTEMPT_COLUMNS, ROWS, ROWS_PARAMETERS, toColumns, toRows } from "./attempt-row";
import { countMoves, writeMoves } from "./count-moves";

/** What `aviso_refuse_unless` throws. */
const REFUSED = "AV001";

/** Whether an attempt brings no news, as long as its endpoint is not down: it succeeded, and nobody waited for it to tell whether the endpoint is up again. */
export function isPlain({ job, decision }: Attempted): boolean {
  return decision.next === "delivered" && !job.claim.isProbe;
}

/**
 * Writes plain successes, nearly all there is to write when all goes well, in one statement: what many workers all write to, the
 * endpoints' states and the roll-ups, is locked for the end of it only, and no worker holds it while it does something else.
 * @param at instead of the database's clock: for tests
 * @returns false, with nothing written, when one of the claims is lost, or an endpoint is down or was never judged
 */
export async function recordSuccesses(db: Db, workerId: string, attempts: Attempted[], at?: Date): Promise<boolean> {
  if (attempts.length === 0) return true;
  const { rows, days } = toRows(attempts, workerId);
  const counts = new Map<string, number>();
  for (const { subscription_id } of rows) counts.set(subscription_id, (counts.get(subscription_id) ?? 0) + 1);
  try {
    await queryBatch(db, RECORD, [
      ...toColumns(rows), days.from, days.to, rows.length, uuidArray([...counts.keys()]), int4Array([...counts.values()]), JSON.stringify(countMoves(attempts)), at ?? null,
    ]);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === REFUSED) return false;
    throw error;
  }
}

const [FIRST_DAY, LAST_DAY, COUNT, SUBSCRIPTIONS, COUNTS, MOVES, NOW] = Array.from({ length: 7 }, (_, at) => `$${ROWS_PARAMETERS + at + 1}`);
const AT = `coalesce(${NOW}::timestamptz, now())`;
const MINUTE = `floor(extract(epoch FROM ${AT}) / 60)::bigint`;
const IS_TAKEN = `(SELECT count(*) FROM written) = ${COUNT}::int AND (SELECT count(*) FROM delivered) = ${COUNT}::int`;
const IS_JUDGED = `(SELECT count(*) FROM judged) = cardinality(${SUBSCRIPTIONS}::uuid[])`;

// One part after the other, since each counts what those before it did (a part that nothing counts Postgres runs at the very end); the
// rows that others write to as well come last, in the order in which everybody locks them. A success is counted as `afterAttempts` does it (lib/domain/breaker.ts).
const RECORD = `
  WITH input AS MATERIALIZED (
    SELECT * FROM ${ROWS}
  ), ended AS (
    DELETE FROM queue q WHERE q.delivery_id = ANY($1::uuid[]) AND q.claim_id = ANY($5::uuid[]) RETURNING q.delivery_id
  ), taken AS (
    SELECT i.* FROM input i WHERE i.delivery_id IN (SELECT delivery_id FROM ended)
  ), written AS (
    INSERT INTO attempts (${ATTEMPT_COLUMNS}) SELECT ${ATTEMPT_COLUMNS} FROM taken RETURNING 1
  ), delivered AS (
    UPDATE deliveries d SET status = t.new_status, attempt_count = t.number, next_attempt_at = NULL, last_attempt_at = t.started_at,
      last_response_status = t.response_status, last_failure_kind = NULL, first_delivered_at = coalesce(d.first_delivered_at, t.started_at)
    FROM taken t WHERE d.event_id = t.event_id AND d.id = t.delivery_id AND d.event_id BETWEEN ${FIRST_DAY}::uuid AND ${LAST_DAY}::uuid
    RETURNING 1
  ), endpoints AS MATERIALIZED (
    SELECT s.subscription_id FROM endpoint_states s
    WHERE s.subscription_id = ANY(${SUBSCRIPTIONS}::uuid[]) AND s.down_since IS NULL AND ${IS_TAKEN}
    ORDER BY s.subscription_id FOR UPDATE
  ), judged AS (
    UPDATE endpoint_states s SET failures_in_row = 0, minutes = (
      SELECT json_agg(json_build_object('minute', m.minute, 'succeeded', m.succeeded, 'failed', m.failed) ORDER BY m.minute) FROM (
        SELECT x.minute, sum(x.succeeded) AS succeeded, sum(x.failed) AS failed FROM (
          SELECT minute, succeeded, failed FROM json_to_recordset(s.minutes) AS kept(minute bigint, succeeded bigint, failed bigint)
          WHERE minute > ${MINUTE} - ${BREAKER.windowMinutes} AND minute <= ${MINUTE}
          UNION ALL SELECT ${MINUTE}, c.count, 0) AS x GROUP BY x.minute) AS m)
    FROM endpoints e JOIN unnest(${SUBSCRIPTIONS}::uuid[], ${COUNTS}::int[]) AS c(id, count) ON c.id = e.subscription_id
    WHERE s.subscription_id = e.subscription_id
    RETURNING 1
  ), counted AS (
    ${writeMoves(MOVES!, IS_JUDGED)}
  )
  SELECT aviso_refuse_unless(${IS_TAKEN} AND ${IS_JUDGED})`;
