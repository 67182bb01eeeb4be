-- Claiming is done by one worker at a time, so it should be short: what is leased is read afterwards, when the next may claim. With
-- eight workers on two cores they waited for each other's reading and for each other's answers to be fetched.

-- As aviso_claim, but: returns what the queue knows; and locks no more of one subscription than may be taken of all. The older functions
-- stay for workers that are not replaced yet.
CREATE FUNCTION "aviso_lease"("p_worker" text, "p_limit" int, "p_lease_sec" int, "p_most_slots" int, "p_of" uuid[], "p_ahead" int[], "p_held" int[],
  "p_drain_per_sec" real, "p_drain_double_sec" real, "p_drain_sec" real, "p_whole_sec" real, "p_now" timestamptz)
RETURNS TABLE (
  "delivery_id" uuid, "event_id" uuid, "subscription_id" uuid, "claim_id" uuid, "schedule_step" int, "trigger" text, "requested_by" text,
  "resume_due_at" timestamptz, "slots" smallint, "is_probe" boolean)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  -- The database's clock is the only one that all workers share. Tests give another.
  at timestamptz := coalesce(p_now, now());
  workers int;
BEGIN
  -- A claim that a crash forgets is made again: it need not wait for the disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtext('aviso_claim'));
  SELECT greatest(count(*), 1) INTO workers FROM worker_heartbeats WHERE beat_at > now() - interval '15 s';

  DELETE FROM claim_shares c WHERE c.worker_id = p_worker AND c.subscription_id <> ALL (p_of);

  RETURN QUERY
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
      coalesce(own.ahead, 0) AS ahead,
      mark.walked_to, mark.walked_id,
      mark.walked_to IS NULL OR others.whole_at IS NULL OR NOT others.whole_at BETWEEN at - make_interval(secs => p_whole_sec) AND at AS is_whole
    FROM queued
    JOIN subscriptions s ON s.id = queued.id AND s.deleted_at IS NULL
    LEFT JOIN endpoint_states st ON st.subscription_id = s.id
    -- The subscription's own rate, and the one at which what was held drains: the lower of the two, or null for none.
    CROSS JOIN LATERAL (SELECT least(s.rate_per_sec::real, CASE WHEN at - st.draining_since < make_interval(secs => p_drain_sec)
      THEN p_drain_per_sec * power(2, greatest(extract(epoch FROM at - st.draining_since), 0) / p_drain_double_sec) END)::real AS per_sec) AS pace
    LEFT JOIN unnest(p_of, p_ahead, p_held) AS own(id, ahead, held) ON own.id = s.id
    LEFT JOIN claim_shares share ON share.subscription_id = s.id AND share.worker_id = p_worker
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(o.slots) FILTER (WHERE o.worker_id <> p_worker AND o.held_until > at), 0)::int AS slots, max(o.whole_at) AS whole_at
      FROM claim_shares o WHERE o.subscription_id = s.id
    ) AS others
    LEFT JOIN LATERAL (
      SELECT o.walked_to, o.walked_id FROM claim_shares o WHERE o.subscription_id = s.id AND o.walked_to IS NOT NULL ORDER BY o.walked_to DESC, o.walked_id DESC LIMIT 1
    ) AS mark ON true
  ), wanted AS MATERIALIZED (
    -- How much of what the schedule brings: of an endpoint that is down one, when its probe is due.
    SELECT lanes.*, greatest(lanes.slots + lanes.ahead - lanes.mine, 0) AS room,
      CASE WHEN NOT is_open THEN 0 WHEN is_down THEN CASE WHEN is_probe_due THEN 1 ELSE 0 END
        ELSE least(greatest(lanes.slots + lanes.ahead - lanes.mine, 0), CASE WHEN per_sec IS NOT NULL THEN floor(lanes.tokens)::int END) END AS scheduled,
      -- What is due just now may yet be committed after what is due later.
      CASE WHEN is_whole THEN '-infinity' ELSE least(walked_to, at - interval '2 s') END AS from_at,
      CASE WHEN walked_to <= at - interval '2 s' THEN walked_id ELSE '00000000-0000-0000-0000-000000000000' END AS from_id
    FROM lanes WHERE lanes.slots > 0
  ), due AS MATERIALIZED (
    SELECT d.delivery_id, d.due_at, d.rank, d.rank = 1 AND (w.is_down OR d.due_at < w.draining_since) AS was_held, w.id, w.workspace_id, w.slots, w.is_down, w.per_sec, w.tokens, least(w.mine, coalesce(w.shared, 0)) AS still, w.is_whole FROM wanted w
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT * FROM (SELECT q.delivery_id, q.due_at, 0 AS rank FROM queue q
          WHERE q.subscription_id = w.id AND q.trigger IN ('resend', 'test') AND q.due_at <= at AND (q.lease_until IS NULL OR q.lease_until <= at)
          ORDER BY q.due_at LIMIT least(w.room, p_limit) FOR UPDATE SKIP LOCKED) AS asked
        UNION ALL
        SELECT * FROM (SELECT q.delivery_id, q.due_at, 1 FROM queue q
          WHERE q.subscription_id = w.id AND w.scheduled > 0 AND q.trigger NOT IN ('resend', 'test') AND q.due_at <= at AND (q.due_at, q.delivery_id) >= (w.from_at, w.from_id) AND (q.lease_until IS NULL OR q.lease_until <= at)
          ORDER BY q.due_at, q.delivery_id LIMIT least(w.scheduled, p_limit) FOR UPDATE SKIP LOCKED) AS scheduled
      ) AS both_kinds ORDER BY rank, due_at, delivery_id LIMIT greatest(w.room, 1)
    ) AS d
    -- Those with the least in flight come first.
    ORDER BY w.mine + row_number() OVER (PARTITION BY w.id ORDER BY d.rank, d.due_at, d.delivery_id), d.due_at, d.delivery_id LIMIT p_limit
  ), states AS MATERIALIZED (
    -- In the order in which those who record lock them.
    SELECT st.subscription_id AS id FROM endpoint_states st WHERE st.subscription_id IN (SELECT due.id FROM due WHERE due.rank = 1 AND (due.is_down OR due.per_sec IS NOT NULL))
    ORDER BY st.subscription_id FOR UPDATE
  ), locked AS MATERIALIZED (
    SELECT count(*) AS count FROM states
  ), paced AS (
    INSERT INTO endpoint_states AS st (subscription_id, workspace_id, tokens, tokens_at)
    SELECT due.id, due.workspace_id, due.tokens - count(*), at FROM due
    WHERE due.rank = 1 AND due.per_sec IS NOT NULL AND NOT due.is_down AND (SELECT count FROM locked) >= 0 GROUP BY due.id, due.workspace_id, due.tokens
    ON CONFLICT (subscription_id) DO UPDATE SET tokens = excluded.tokens, tokens_at = excluded.tokens_at
  ), probing AS (
    -- One probe at a time: the next one when this one's result says so, or when its lease is over.
    UPDATE endpoint_states st SET probe_at = at + make_interval(secs => p_lease_sec)
    FROM due WHERE due.is_down AND due.rank = 1 AND st.subscription_id = due.id AND (SELECT count FROM locked) >= 0
  ), last AS MATERIALIZED (
    SELECT DISTINCT ON (due.id) due.id, due.due_at, due.delivery_id, due.is_whole FROM due WHERE due.rank = 1 ORDER BY due.id, due.due_at DESC, due.delivery_id DESC
  ), shared AS (
    -- What is under way by an earlier, larger share goes on, and counts.
    INSERT INTO claim_shares AS c (subscription_id, worker_id, slots, held_until, walked_to, walked_id, whole_at)
    SELECT due.id, p_worker, max(greatest(due.slots, due.still)), at + make_interval(secs => p_lease_sec), max(last.due_at), max(last.delivery_id::text)::uuid,
      CASE WHEN bool_or(last.is_whole) THEN at END FROM due
    LEFT JOIN last ON last.id = due.id GROUP BY due.id ORDER BY due.id
    ON CONFLICT (subscription_id, worker_id) DO UPDATE SET slots = excluded.slots, held_until = excluded.held_until,
      walked_to = coalesce(excluded.walked_to, c.walked_to), walked_id = coalesce(excluded.walked_id, c.walked_id),
      whole_at = coalesce(excluded.whole_at, c.whole_at)
  ), rewound AS (
    -- Something before the mark was free again: the others begin there as well.
    UPDATE claim_shares o SET walked_to = last.due_at, walked_id = last.delivery_id FROM last
    WHERE last.is_whole AND o.subscription_id = last.id AND o.worker_id <> p_worker AND (o.walked_to, o.walked_id) > (last.due_at, last.delivery_id)
  ), leased AS (
    UPDATE queue q SET worker_id = p_worker, claim_id = gen_random_uuid(), lease_until = at + make_interval(secs => p_lease_sec), slots = due.slots
    FROM due WHERE q.delivery_id = due.delivery_id
    RETURNING q.*, due.is_down AND due.rank = 1 AS is_probe, due.was_held
  )
  SELECT l.delivery_id, l.event_id, l.subscription_id, l.claim_id, l.schedule_step, CASE WHEN l.was_held THEN 'drain' ELSE l.trigger END, l.requested_by,
    l.resume_due_at, l.slots, l.is_probe
  FROM leased l ORDER BY l.due_at, l.delivery_id;
END
$$;

-- What is to be sent, for leased deliveries, in their order; nulls where the history was dropped with its day.
CREATE FUNCTION "aviso_read_leased"("p_events" uuid[], "p_deliveries" uuid[])
RETURNS TABLE (
  "workspace_id" uuid, "body" text, "is_test" boolean, "event_type" text, "product_id" uuid, "status" text, "attempt_count" int, "max_attempts" int, "has_delivered" boolean)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  -- The two bounds let Postgres leave out the days in which none of these events lies.
  first_event uuid := (SELECT x FROM unnest(p_events) AS x ORDER BY x LIMIT 1);
  last_event uuid := (SELECT x FROM unnest(p_events) AS x ORDER BY x DESC LIMIT 1);
BEGIN
  RETURN QUERY
    SELECT d.workspace_id, e.body, d.is_test, d.event_type, d.product_id, d.status, d.attempt_count, d.max_attempts, d.first_delivered_at IS NOT NULL
    FROM unnest(p_events, p_deliveries) WITH ORDINALITY AS c(event_id, id, place)
    LEFT JOIN deliveries d ON d.event_id = c.event_id AND d.id = c.id AND d.event_id BETWEEN first_event AND last_event
    LEFT JOIN events e ON e.id = c.event_id AND e.id BETWEEN first_event AND last_event
    ORDER BY c.place;
END
$$;

-- Undoes a statement of several parts that did not find what it was written for; whoever sent it does the same in more steps.
CREATE FUNCTION "aviso_refuse_unless"("p_ok" boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF p_ok IS NOT TRUE THEN RAISE EXCEPTION 'not as expected' USING ERRCODE = 'AV001'; END IF;
  RETURN true;
END
$$;
