-- A claim changes nothing that an index holds, so that Postgres writes one row for it and no index entry, and each index gets one
-- entry for a delivery instead of two. What each worker has under way for a subscription was read from an index of the claims;
-- now the worker says what it has itself, and what others have stands in a table of a row for each.
CREATE TABLE "claim_shares" (
    "subscription_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "claim_shares_pkey" PRIMARY KEY ("subscription_id", "worker_id")
);
ALTER TABLE "claim_shares" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200);
DROP INDEX "queue_leased_idx";
-- Room on the page for one more version of each row.
ALTER TABLE "queue" SET (fillfactor = 45);

-- As before, and: a claim is at most some hundred rows, each found by an index, whatever the statistics of so lively a table say: read
-- as a whole, the queue costs more than all the rest, and a bitmap scan meets every dead entry anew, where an index scan remembers it.
-- The older function (without what the worker holds) stays for workers that are not replaced yet.
CREATE FUNCTION "aviso_claim"("p_worker" text, "p_limit" int, "p_lease_sec" int, "p_most_slots" int, "p_of" uuid[], "p_ahead" int[], "p_held" int[],
  "p_drain_per_sec" real, "p_drain_double_sec" real, "p_drain_sec" real, "p_now" timestamptz)
RETURNS TABLE (
  "delivery_id" text, "event_id" text, "subscription_id" text, "claim_id" text, "schedule_step" int, "trigger" text, "requested_by" text,
  "resume_due_at" timestamptz, "slots" int, "is_probe" boolean, "workspace_id" text, "body" text, "is_test" boolean, "event_type" text, "product_id" text,
  "status" text, "attempt_count" int, "max_attempts" int, "has_delivered" boolean)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  -- The database's clock is the only one that all workers share. Tests give another.
  at timestamptz := coalesce(p_now, now());
  workers int;
  claimed uuid[];
  probes boolean[];
  held boolean[];
  first_event uuid;
  last_event uuid;
BEGIN
  -- A claim that a crash forgets is made again: it need not wait for the disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtext('aviso_claim'));
  SELECT greatest(count(*), 1) INTO workers FROM worker_heartbeats WHERE beat_at > now() - interval '15 s';

  DELETE FROM claim_shares c WHERE c.worker_id = p_worker AND c.subscription_id <> ALL (p_of);

  -- The recursive part walks the index from one subscription to the next instead of reading the whole queue.
  WITH RECURSIVE queued AS (
    (SELECT q.subscription_id AS id FROM queue q ORDER BY q.subscription_id LIMIT 1)
    UNION ALL
    SELECT (SELECT q.subscription_id FROM queue q WHERE q.subscription_id > queued.id ORDER BY q.subscription_id LIMIT 1)
    FROM queued WHERE queued.id IS NOT NULL
  ), lanes AS MATERIALIZED (
    SELECT s.id, s.workspace_id, s.status = 'active' AS is_open, st.down_since IS NOT NULL AS is_down, st.probe_at <= at AS is_probe_due, coalesce(own.held, 0) AS mine, share.slots AS shared, st.draining_since,
      pace.per_sec, least(greatest(pace.per_sec / 2, 1), coalesce(st.tokens + pace.per_sec * extract(epoch FROM at - st.tokens_at), pace.per_sec / 2, 1))::real AS tokens,
      least(p_most_slots, greatest((s.max_in_flight + workers - 1) / workers, 1), s.max_in_flight - others.slots)::int AS slots,
      coalesce(own.ahead, 0) AS ahead
    FROM queued
    JOIN subscriptions s ON s.id = queued.id AND s.deleted_at IS NULL
    LEFT JOIN endpoint_states st ON st.subscription_id = s.id
    -- The subscription's own rate, and the one at which what was held drains: the lower of the two, or null for none.
    CROSS JOIN LATERAL (SELECT least(s.rate_per_sec::real, CASE WHEN at - st.draining_since < make_interval(secs => p_drain_sec)
      THEN p_drain_per_sec * power(2, greatest(extract(epoch FROM at - st.draining_since), 0) / p_drain_double_sec) END)::real AS per_sec) AS pace
    LEFT JOIN unnest(p_of, p_ahead, p_held) AS own(id, ahead, held) ON own.id = s.id
    LEFT JOIN claim_shares share ON share.subscription_id = s.id AND share.worker_id = p_worker
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(o.slots), 0)::int AS slots FROM claim_shares o WHERE o.subscription_id = s.id AND o.worker_id <> p_worker AND o.held_until > at
    ) AS others
  ), wanted AS MATERIALIZED (
    -- How much of what the schedule brings: of an endpoint that is down one, when its probe is due.
    SELECT lanes.*, greatest(lanes.slots + lanes.ahead - lanes.mine, 0) AS room,
      CASE WHEN NOT is_open THEN 0 WHEN is_down THEN CASE WHEN is_probe_due THEN 1 ELSE 0 END
        ELSE least(greatest(lanes.slots + lanes.ahead - lanes.mine, 0), CASE WHEN per_sec IS NOT NULL THEN floor(lanes.tokens)::int END) END AS scheduled
    FROM lanes WHERE lanes.slots > 0
  ), due AS MATERIALIZED (
    SELECT d.delivery_id, d.rank, d.rank = 1 AND (w.is_down OR d.due_at < w.draining_since) AS was_held, w.id, w.workspace_id, w.slots, w.is_down, w.per_sec, w.tokens, least(w.mine, coalesce(w.shared, 0)) AS still FROM wanted w
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT * FROM (SELECT q.delivery_id, q.due_at, 0 AS rank FROM queue q
          WHERE q.subscription_id = w.id AND q.trigger IN ('resend', 'test') AND q.due_at <= at AND (q.lease_until IS NULL OR q.lease_until <= at)
          ORDER BY q.due_at LIMIT w.room FOR UPDATE SKIP LOCKED) AS asked
        UNION ALL
        SELECT * FROM (SELECT q.delivery_id, q.due_at, 1 FROM queue q
          WHERE q.subscription_id = w.id AND w.scheduled > 0 AND q.trigger NOT IN ('resend', 'test') AND q.due_at <= at AND (q.lease_until IS NULL OR q.lease_until <= at)
          ORDER BY q.due_at, q.delivery_id LIMIT w.scheduled FOR UPDATE SKIP LOCKED) AS scheduled
      ) AS both_kinds ORDER BY rank, due_at, delivery_id LIMIT greatest(w.room, 1)
    ) AS d
    -- Those with the least in flight come first.
    ORDER BY w.mine + row_number() OVER (PARTITION BY w.id ORDER BY d.rank, d.due_at, d.delivery_id), d.due_at, d.delivery_id LIMIT p_limit
  ), paced AS (
    INSERT INTO endpoint_states AS st (subscription_id, workspace_id, tokens, tokens_at)
    SELECT due.id, due.workspace_id, due.tokens - count(*), at FROM due
    WHERE due.rank = 1 AND due.per_sec IS NOT NULL AND NOT due.is_down GROUP BY due.id, due.workspace_id, due.tokens
    ON CONFLICT (subscription_id) DO UPDATE SET tokens = excluded.tokens, tokens_at = excluded.tokens_at
  ), probing AS (
    -- One probe at a time: the next one when this one's result says so, or when its lease is over.
    UPDATE endpoint_states st SET probe_at = at + make_interval(secs => p_lease_sec)
    FROM due WHERE due.is_down AND due.rank = 1 AND st.subscription_id = due.id
  ), shared AS (
    -- What is under way by an earlier, larger share goes on, and counts.
    INSERT INTO claim_shares (subscription_id, worker_id, slots, held_until)
    SELECT due.id, p_worker, max(greatest(due.slots, due.still)), at + make_interval(secs => p_lease_sec) FROM due GROUP BY due.id ORDER BY due.id
    ON CONFLICT (subscription_id, worker_id) DO UPDATE SET slots = excluded.slots, held_until = excluded.held_until
  ), leased AS (
    UPDATE queue q SET worker_id = p_worker, claim_id = gen_random_uuid(), lease_until = at + make_interval(secs => p_lease_sec), slots = due.slots
    FROM due WHERE q.delivery_id = due.delivery_id
    RETURNING q.delivery_id, q.event_id, due.is_down AND due.rank = 1 AS is_probe, due.was_held
  )
  SELECT array_agg(l.delivery_id), array_agg(l.is_probe), array_agg(coalesce(l.was_held, false)), min(l.event_id::text)::uuid, max(l.event_id::text)::uuid
    INTO claimed, probes, held, first_event, last_event FROM leased l;
  IF claimed IS NULL THEN RETURN; END IF;

  -- The two bounds let Postgres leave out the days in which none of these events lies.
  RETURN QUERY
    SELECT q.delivery_id::text, q.event_id::text, q.subscription_id::text, q.claim_id::text, q.schedule_step, CASE WHEN c.was_held THEN 'drain' ELSE q.trigger END, q.requested_by,
      q.resume_due_at, q.slots::int, c.is_probe, d.workspace_id::text, e.body, d.is_test, d.event_type, d.product_id::text,
      d.status, d.attempt_count, d.max_attempts, d.first_delivered_at IS NOT NULL
    FROM unnest(claimed, probes, held) AS c(id, is_probe, was_held)
    JOIN queue q ON q.delivery_id = c.id
    LEFT JOIN deliveries d ON d.event_id = q.event_id AND d.id = q.delivery_id AND d.event_id BETWEEN first_event AND last_event
    LEFT JOIN events e ON e.id = q.event_id AND e.id BETWEEN first_event AND last_event
    ORDER BY q.due_at, q.delivery_id;
END
$$;
