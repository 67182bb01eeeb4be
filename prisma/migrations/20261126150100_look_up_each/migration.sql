-- Each by its own look-up, which the offset keeps from becoming a join. Postgres took the span between the first and the last event for
-- empty (both lay behind what its statistics knew), read all that lay in it, and held each claimed one against each of those: a single
-- retry among new deliveries made a claim take seconds, in which nothing else was claimed.
CREATE OR REPLACE FUNCTION "aviso_read_leased"("p_events" uuid[], "p_deliveries" uuid[])
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
    LEFT JOIN LATERAL (SELECT * FROM deliveries x WHERE x.event_id = c.event_id AND x.id = c.id AND x.event_id BETWEEN first_event AND last_event OFFSET 0) AS d ON true
    LEFT JOIN LATERAL (SELECT x.body FROM events x WHERE x.id = c.event_id AND x.id BETWEEN first_event AND last_event OFFSET 0) AS e ON true
    ORDER BY c.place;
END
$$;
