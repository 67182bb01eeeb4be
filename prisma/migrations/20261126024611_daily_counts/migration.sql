-- Days that are over, rolled up once more: what shows 60 days reads a fifteenth of the rows. Hours stay as they are.
CREATE TABLE "daily_counts" (
    "workspace_id" UUID NOT NULL,
    "day" TIMESTAMPTZ(3) NOT NULL,
    "subscription_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "event_type" TEXT NOT NULL,
    "is_test" BOOLEAN NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "daily_counts_pkey" PRIMARY KEY ("workspace_id","day","subscription_id","product_id","event_type","is_test","outcome")
);

-- What changed of such a day since, one row a change, so that nobody waits for another's; housekeeping adds it to daily_counts.
CREATE TABLE "late_counts" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "day" TIMESTAMPTZ(3) NOT NULL,
    "subscription_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "event_type" TEXT NOT NULL,
    "is_test" BOOLEAN NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "late_counts_pkey" PRIMARY KEY ("id")
);

-- One row: hours before this moment are in daily_counts, too.
CREATE TABLE "rolled_up" (
    "is_only" BOOLEAN NOT NULL DEFAULT true,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rolled_up_pkey" PRIMARY KEY ("is_only"),
    CONSTRAINT "rolled_up_is_only_check" CHECK ("is_only")
);
INSERT INTO "rolled_up" ("until") VALUES ('1970-01-01T00:00:00Z');

-- Every count once: by the day where it is rolled up, else by the hour. One statement sees it as of one moment.
CREATE VIEW "counts" AS
    SELECT "workspace_id", "day" AS "at", "subscription_id", "product_id", "event_type", "is_test", "outcome", "count" FROM "daily_counts"
    UNION ALL
    SELECT "workspace_id", "day", "subscription_id", "product_id", "event_type", "is_test", "outcome", "count" FROM "late_counts"
    UNION ALL
    SELECT "workspace_id", "hour", "subscription_id", "product_id", "event_type", "is_test", "outcome", "count" FROM "hourly_counts"
    WHERE "hour" >= (SELECT "until" FROM "rolled_up");

-- Whoever changes an hour of a day that is rolled up, of whatever version, changes the day as well.
CREATE FUNCTION "aviso_count_late"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "limit_at" timestamptz := (SELECT "until" FROM "rolled_up");
BEGIN
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO "late_counts" ("workspace_id", "day", "subscription_id", "product_id", "event_type", "is_test", "outcome", "count")
    SELECT "workspace_id", date_trunc('day', "hour", 'UTC'), "subscription_id", "product_id", "event_type", "is_test", "outcome", "count"
    FROM "new_counts" WHERE "hour" < "limit_at" AND "count" <> 0;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO "late_counts" ("workspace_id", "day", "subscription_id", "product_id", "event_type", "is_test", "outcome", "count")
    SELECT "workspace_id", date_trunc('day', "hour", 'UTC'), "subscription_id", "product_id", "event_type", "is_test", "outcome", -"count"
    FROM "old_counts" WHERE "hour" < "limit_at" AND "count" <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "hourly_counts_added" AFTER INSERT ON "hourly_counts" REFERENCING NEW TABLE AS "new_counts" FOR EACH STATEMENT EXECUTE FUNCTION "aviso_count_late"();
CREATE TRIGGER "hourly_counts_changed" AFTER UPDATE ON "hourly_counts" REFERENCING OLD TABLE AS "old_counts" NEW TABLE AS "new_counts" FOR EACH STATEMENT EXECUTE FUNCTION "aviso_count_late"();
CREATE TRIGGER "hourly_counts_removed" AFTER DELETE ON "hourly_counts" REFERENCING OLD TABLE AS "old_counts" FOR EACH STATEMENT EXECUTE FUNCTION "aviso_count_late"();

-- Rolls up the days before a moment. Writers of counts wait meanwhile: who wrote before is in the sum, who comes after finds the new limit.
CREATE FUNCTION "aviso_roll_up"("p_until" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "since" timestamptz;
BEGIN
  LOCK TABLE "hourly_counts" IN SHARE ROW EXCLUSIVE MODE;
  SELECT "until" INTO "since" FROM "rolled_up";
  IF "p_until" <= "since" THEN
    RETURN;
  END IF;
  INSERT INTO "daily_counts" ("workspace_id", "day", "subscription_id", "product_id", "event_type", "is_test", "outcome", "count")
  SELECT "workspace_id", date_trunc('day', "hour", 'UTC'), "subscription_id", "product_id", "event_type", "is_test", "outcome", sum("count")
  FROM "hourly_counts" WHERE "hour" >= "since" AND "hour" < "p_until" GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum("count") <> 0;
  UPDATE "rolled_up" SET "until" = "p_until";
END $$;
