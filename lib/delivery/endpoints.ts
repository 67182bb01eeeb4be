import type { Query } from "@/lib/db/batch";
import { afterAttempts, type EndpointChange, type EndpointState, NEW_ENDPOINT } from "@/lib/domain/breaker";
import type { Attempted } from "./attempt";

/** An endpoint that went down, came up again, or is to be disabled. */
export type EndpointNews = EndpointChange & { workspaceId: string; subscriptionId: string; attempt: Attempted };

interface Row {
  subscription_id: string; failures_in_row: number; minutes: EndpointState["minutes"]; down_since: Date | null; probe_at: Date | null;
  probes_failed: number; draining_since: Date | null; announced_at: Date | null;
}

/**
 * Works out how the endpoints of these attempts are doing now. Their states stay locked until the transaction ends, so
 * that workers that record at the same time count one after the other.
 * @returns what changed, and the rows to write with `WRITE_STATES`
 */
export async function judgeEndpoints(query: Query, attempts: Attempted[], now: Date): Promise<{ news: EndpointNews[]; rows: object[] }> {
  const bySubscription = Map.groupBy(attempts, ({ job }) => job.claim.subscriptionId);
  const ids = [...bySubscription.keys()].sort();
  await makeRows(query, ids);
  const lock = () => query<Row>(
    `SELECT subscription_id::text, failures_in_row, minutes, down_since, probe_at, probes_failed, draining_since, announced_at
     FROM endpoint_states WHERE subscription_id = ANY($1::uuid[]) ORDER BY subscription_id FOR UPDATE`, [ids]);
  let known = await lock();
  if (known.length < ids.length) {
    // Made by a transaction that was undone, or gone with its subscription.
    for (const id of ids) seen.delete(id);
    await makeRows(query, ids);
    known = await lock();
  }
  const states = new Map(known.map((row) => [row.subscription_id, toState(row)]));
  const news: EndpointNews[] = [];
  const rows = ids.map((subscriptionId) => {
    const ended = bySubscription.get(subscriptionId)!;
    const { workspaceId } = ended[0]!.job;
    const results = ended.map(({ job, result }) => ({ hasSucceeded: result.failureKind === null, isProbe: job.claim.isProbe }));
    const { state, changes } = afterAttempts(states.get(subscriptionId) ?? NEW_ENDPOINT, results, now);
    const attempt = ended.findLast(({ result }) => result.failureKind !== null) ?? ended.at(-1)!;
    for (const change of changes) news.push({ ...change, workspaceId, subscriptionId, attempt });
    return { subscription_id: subscriptionId, workspace_id: workspaceId, ...toRow(state), last_failure_kind: attempt.result.failureKind, last_response_status: attempt.result.responseStatus };
  });
  return { news, rows };
}

// Subscriptions whose row was seen: it stays as long as they do.
const seen = new Set<string>();
const MOST_SEEN = 100_000;

/** What is not there cannot be locked, and two workers that each find nothing would each begin to count, and each say that it is down. */
async function makeRows(query: Query, ids: string[]): Promise<void> {
  const unseen = ids.filter((id) => !seen.has(id));
  if (unseen.length === 0) return;
  await query(
    `INSERT INTO endpoint_states (subscription_id, workspace_id) SELECT id, workspace_id FROM subscriptions WHERE id = ANY($1::uuid[]) ORDER BY id
     ON CONFLICT (subscription_id) DO NOTHING`, [unseen]);
  if (seen.size + unseen.length > MOST_SEEN) seen.clear();
  for (const id of unseen) seen.add(id);
}

/** Writes the rows of $1 (JSON); a part of a statement, so that it costs no round trip of its own. */
export const WRITE_STATES = `
  INSERT INTO endpoint_states AS st (subscription_id, workspace_id, failures_in_row, minutes, down_since, probe_at, probes_failed, draining_since, announced_at, last_failure_kind, last_response_status)
  SELECT x.* FROM json_to_recordset($1::json) AS x(subscription_id uuid, workspace_id uuid, failures_in_row int, minutes json, down_since timestamptz, probe_at timestamptz,
    probes_failed int, draining_since timestamptz, announced_at timestamptz, last_failure_kind text, last_response_status int)
  JOIN subscriptions s ON s.id = x.subscription_id
  ON CONFLICT (subscription_id) DO UPDATE SET failures_in_row = excluded.failures_in_row, minutes = excluded.minutes, down_since = excluded.down_since,
    probe_at = excluded.probe_at, probes_failed = excluded.probes_failed, draining_since = excluded.draining_since, announced_at = excluded.announced_at,
    last_failure_kind = coalesce(excluded.last_failure_kind, st.last_failure_kind),
    last_response_status = CASE WHEN excluded.last_failure_kind IS NULL THEN st.last_response_status ELSE excluded.last_response_status END`;

function toState(row: Row): EndpointState {
  return {
    failuresInRow: row.failures_in_row, minutes: row.minutes, downSince: row.down_since, probeAt: row.probe_at, probesFailed: row.probes_failed,
    drainingSince: row.draining_since, announcedAt: row.announced_at,
  };
}

function toRow(state: EndpointState) {
  return {
    failures_in_row: state.failuresInRow, minutes: state.minutes, down_since: state.downSince, probe_at: state.probeAt, probes_failed: state.probesFailed,
    draining_since: state.drainingSince, announced_at: state.announcedAt,
  };
}
