-- How many requests at once the claiming worker may make to the subscription's endpoint: its share of the limit.
ALTER TABLE "queue" ADD COLUMN "slots" SMALLINT NOT NULL DEFAULT 0;

-- What is leased, and what a person asked for, are few among many that wait: each is found without reading the others.
CREATE INDEX "queue_leased_idx" ON "queue"("subscription_id") WHERE "claim_id" IS NOT NULL;
CREATE INDEX "queue_asked_idx" ON "queue"("subscription_id", "due_at") WHERE "trigger" IN ('resend', 'test');
DROP INDEX "queue_lease_until_idx";

-- Claims what is due for one worker and returns all that sending needs, in one statement. Claims take turns (an advisory
-- lock, then fresh snapshots, which only a function gets): of two that count at once what is taken, each would fill the
-- limit. A worker may claim more than its share of the limit ("ahead"), to have the next request at hand when one ends.
CREATE FUNCTION "aviso_claim"("p_worker" text, "p_limit" int, "p_lease_sec" int, "p_most_slots" int, "p_ahead_of" uuid[], "p_ahead" int[])
RETURNS TABLE (
  "delivery_id" text, "event_id" text, "subscription_id" text, "claim_id" text, "schedule_step" int, "trigger" text, "requested_by" text,
  "resume_due_at" timestamptz, "slots" int, "workspace_id" text, "body" text, "is_test" boolean, "event_type" text, "product_id" text,
  "status" text, "attempt_count" int, "max_attempts" int, "has_delivered" boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  workers int;
  claimed uuid[];
  first_event uuid;
  last_event uuid;
BEGIN
  -- A claim that a crash forgets is made again: it need not wait for the disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtext('aviso_claim'));
  SELECT greatest(count(*), 1) INTO workers FROM worker_heartbeats WHERE beat_at > now() - interval '15 s';

  -- The recursive part walks the index from one subscription to the next instead of reading the whole queue.
  WITH RECURSIVE queued AS (
    (SELECT q.subscription_id AS id FROM queue q ORDER BY q.subscription_id LIMIT 1)
    UNION ALL
    SELECT (SELECT q.subscription_id FROM queue q WHERE q.subscription_id > queued.id ORDER BY q.subscription_id LIMIT 1)
    FROM queued WHERE queued.id IS NOT NULL
  ), lanes AS MATERIALIZED (
    SELECT s.id, s.status = 'active' AS is_open, flying.mine,
      least(p_most_slots, greatest((s.max_in_flight + workers - 1) / workers, 1), s.max_in_flight - flying.others)::int AS slots,
      coalesce((SELECT a.n FROM unnest(p_ahead_of, p_ahead) AS a(of, n) WHERE a.of = s.id), 0) AS ahead
    FROM queued
    JOIN subscriptions s ON s.id = queued.id AND s.deleted_at IS NULL
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(w.n) FILTER (WHERE w.worker_id = p_worker), 0)::int AS mine,
        coalesce(sum(w.slots) FILTER (WHERE w.worker_id <> p_worker), 0)::int AS others
      FROM (
        SELECT l.worker_id, count(*) AS n, max(l.slots) AS slots FROM queue l
        WHERE l.subscription_id = s.id AND l.claim_id IS NOT NULL AND l.lease_until > now() GROUP BY l.worker_id
      ) AS w
    ) AS flying
  ), due AS MATERIALIZED (
    SELECT d.delivery_id, lanes.slots FROM lanes
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT * FROM (SELECT q.delivery_id, q.due_at, 0 AS rank FROM queue q
          WHERE q.subscription_id = lanes.id AND q.trigger IN ('resend', 'test') AND q.due_at <= now() AND (q.lease_until IS NULL OR q.lease_until <= now())
          ORDER BY q.due_at LIMIT greatest(lanes.slots + lanes.ahead - lanes.mine, 0) FOR UPDATE SKIP LOCKED) AS asked
        UNION ALL
        SELECT * FROM (SELECT q.delivery_id, q.due_at, 1 FROM queue q
          WHERE q.subscription_id = lanes.id AND lanes.is_open AND q.trigger NOT IN ('resend', 'test') AND q.due_at <= now() AND (q.lease_until IS NULL OR q.lease_until <= now())
          ORDER BY q.due_at, q.delivery_id LIMIT greatest(lanes.slots + lanes.ahead - lanes.mine, 0) FOR UPDATE SKIP LOCKED) AS scheduled
      ) AS both_kinds ORDER BY rank, due_at, delivery_id LIMIT greatest(lanes.slots + lanes.ahead - lanes.mine, 0)
    ) AS d
    WHERE lanes.slots > 0
    -- Those with the least in flight come first.
    ORDER BY lanes.mine + row_number() OVER (PARTITION BY lanes.id ORDER BY d.rank, d.due_at, d.delivery_id), d.due_at, d.delivery_id LIMIT p_limit
  ), leased AS (
    UPDATE queue q SET worker_id = p_worker, claim_id = gen_random_uuid(), lease_until = now() + make_interval(secs => p_lease_sec), slots = due.slots
    FROM due WHERE q.delivery_id = due.delivery_id
    RETURNING q.delivery_id, q.event_id
  )
  SELECT array_agg(l.delivery_id), min(l.event_id::text)::uuid, max(l.event_id::text)::uuid INTO claimed, first_event, last_event FROM leased l;
  IF claimed IS NULL THEN RETURN; END IF;

  -- The two bounds let Postgres leave out the days in which none of these events lies.
  RETURN QUERY
    SELECT q.delivery_id::text, q.event_id::text, q.subscription_id::text, q.claim_id::text, q.schedule_step, q.trigger, q.requested_by,
      q.resume_due_at, q.slots::int, d.workspace_id::text, e.body, d.is_test, d.event_type, d.product_id::text,
      d.status, d.attempt_count, d.max_attempts, d.first_delivered_at IS NOT NULL
    FROM unnest(claimed) AS c(id)
    JOIN queue q ON q.delivery_id = c.id
    LEFT JOIN deliveries d ON d.event_id = q.event_id AND d.id = q.delivery_id AND d.event_id BETWEEN first_event AND last_event
    LEFT JOIN events e ON e.id = q.event_id AND e.id BETWEEN first_event AND last_event
    ORDER BY q.due_at, q.delivery_id;
END
$$;
