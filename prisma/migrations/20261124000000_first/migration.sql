-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "discovers_products" BOOLEAN NOT NULL DEFAULT true,
    "accepts_unknown_types" BOOLEAN NOT NULL DEFAULT true,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "config_version" BIGINT NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "key_prefix" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "ucode" TEXT,
    "origin" TEXT NOT NULL DEFAULT 'created',
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_types" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "schema" JSON,
    "sample" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "format" TEXT NOT NULL DEFAULT 'json_v2',
    "all_products" BOOLEAN NOT NULL DEFAULT true,
    "all_event_types" BOOLEAN NOT NULL DEFAULT true,
    "event_types" TEXT[],
    "headers_encrypted" TEXT,
    "hotmart_compatible" BOOLEAN NOT NULL DEFAULT false,
    "hottok_encrypted" TEXT,
    "timeout_ms" INTEGER NOT NULL DEFAULT 15000,
    "max_in_flight" INTEGER NOT NULL DEFAULT 10,
    "max_attempts" INTEGER NOT NULL DEFAULT 8,
    "status" TEXT NOT NULL DEFAULT 'active',
    "status_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status_changed_by" TEXT,
    "status_reason" TEXT,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_products" (
    "subscription_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,

    CONSTRAINT "subscription_products_pkey" PRIMARY KEY ("subscription_id","product_id")
);

-- CreateTable
CREATE TABLE "subscription_secrets" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "secret_encrypted" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "product_id" UUID,
    "event_type" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,
    "body_bytes" INTEGER NOT NULL,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "verdicts" (
    "event_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "detail" JSON NOT NULL,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("event_id","subscription_id")
) PARTITION BY RANGE ("event_id");

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "product_id" UUID,
    "event_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_response_status" INTEGER,
    "last_failure_kind" TEXT,
    "first_delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("event_id","id")
) PARTITION BY RANGE ("event_id");

-- CreateTable
CREATE TABLE "attempts" (
    "event_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_by" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" REAL NOT NULL,
    "dns_ms" REAL,
    "connect_ms" REAL,
    "tls_ms" REAL,
    "first_byte_ms" REAL,
    "download_ms" REAL,
    "remote_address" TEXT,
    "request_url" TEXT NOT NULL,
    "request_headers" JSON NOT NULL,
    "request_body" TEXT,
    "response_status" INTEGER,
    "response_headers" JSON,
    "response_body" TEXT,
    "response_encoding" TEXT,
    "response_bytes" INTEGER,
    "response_truncated" BOOLEAN NOT NULL DEFAULT false,
    "failure_kind" TEXT,
    "failure_detail" TEXT,
    "worker_id" TEXT NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("event_id","delivery_id","number")
) PARTITION BY RANGE ("event_id");

-- CreateTable
CREATE TABLE "search_terms" (
    "event_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "search_terms_pkey" PRIMARY KEY ("event_id","kind","value")
) PARTITION BY RANGE ("event_id");

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "queue" (
    "delivery_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "schedule_step" INTEGER NOT NULL DEFAULT 0,
    "trigger" TEXT NOT NULL,
    "requested_by" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "resume_due_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "claim_id" UUID,
    "worker_id" TEXT,

    CONSTRAINT "queue_pkey" PRIMARY KEY ("delivery_id")
);

-- CreateTable
CREATE TABLE "hourly_counts" (
    "workspace_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "subscription_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "event_type" TEXT NOT NULL,
    "is_test" BOOLEAN NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "hourly_counts_pkey" PRIMARY KEY ("workspace_id","hour","subscription_id","product_id","event_type","is_test","outcome")
);

-- CreateTable
CREATE TABLE "receivers" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "behaviour" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receivers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receiver_requests" (
    "id" UUID NOT NULL,
    "receiver_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "headers" JSON NOT NULL,
    "body" TEXT NOT NULL,
    "body_encoding" TEXT NOT NULL,
    "body_bytes" INTEGER NOT NULL,
    "body_truncated" BOOLEAN NOT NULL DEFAULT false,
    "signature" TEXT NOT NULL,
    "answer" TEXT NOT NULL,

    CONSTRAINT "receiver_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "worker_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "in_flight" INTEGER NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_workspace_id_idx" ON "api_keys"("workspace_id");

-- CreateIndex
CREATE INDEX "products_workspace_id_ucode_idx" ON "products"("workspace_id", "ucode");

-- CreateIndex
CREATE UNIQUE INDEX "products_workspace_id_external_id_key" ON "products"("workspace_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_types_workspace_id_name_key" ON "event_types"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "subscriptions_workspace_id_idx" ON "subscriptions"("workspace_id");

-- CreateIndex
CREATE INDEX "subscription_products_product_id_idx" ON "subscription_products"("product_id");

-- CreateIndex
CREATE INDEX "subscription_secrets_subscription_id_idx" ON "subscription_secrets"("subscription_id");

-- CreateIndex
CREATE INDEX "events_workspace_id_id_idx" ON "events"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "events_workspace_id_product_id_id_idx" ON "events"("workspace_id", "product_id", "id" DESC);

-- CreateIndex
CREATE INDEX "events_workspace_id_event_type_id_idx" ON "events"("workspace_id", "event_type", "id" DESC);

-- CreateIndex
CREATE INDEX "deliveries_id_idx" ON "deliveries"("id");

-- CreateIndex
CREATE INDEX "deliveries_workspace_id_status_event_id_idx" ON "deliveries"("workspace_id", "status", "event_id" DESC);

-- CreateIndex
CREATE INDEX "deliveries_workspace_id_subscription_id_event_id_idx" ON "deliveries"("workspace_id", "subscription_id", "event_id" DESC);

-- CreateIndex
CREATE INDEX "search_terms_workspace_id_value_event_id_idx" ON "search_terms"("workspace_id", "value", "event_id" DESC);

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "queue_subscription_id_due_at_delivery_id_idx" ON "queue"("subscription_id", "due_at", "delivery_id");

-- CreateIndex
CREATE INDEX "queue_lease_until_idx" ON "queue"("lease_until");

-- CreateIndex
CREATE UNIQUE INDEX "receivers_token_key" ON "receivers"("token");

-- CreateIndex
CREATE INDEX "receivers_workspace_id_idx" ON "receivers"("workspace_id");

-- CreateIndex
CREATE INDEX "receiver_requests_receiver_id_id_idx" ON "receiver_requests"("receiver_id", "id" DESC);

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_types" ADD CONSTRAINT "event_types_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_products" ADD CONSTRAINT "subscription_products_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_products" ADD CONSTRAINT "subscription_products_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_secrets" ADD CONSTRAINT "subscription_secrets_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receivers" ADD CONSTRAINT "receivers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receiver_requests" ADD CONSTRAINT "receiver_requests_receiver_id_fkey" FOREIGN KEY ("receiver_id") REFERENCES "receivers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: the words a column may hold.
ALTER TABLE "members" ADD CONSTRAINT "members_role_check" CHECK ("role" IN ('owner', 'admin', 'developer', 'viewer'));
ALTER TABLE "products" ADD CONSTRAINT "products_origin_check" CHECK ("origin" IN ('created', 'discovered'));
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_status_check" CHECK ("status" IN ('waiting', 'delivered', 'failed', 'cancelled'));
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_trigger_check" CHECK ("trigger" IN ('first', 'retry', 'resend', 'test', 'drain'));
ALTER TABLE "queue" ADD CONSTRAINT "queue_trigger_check" CHECK ("trigger" IN ('first', 'retry', 'resend', 'test', 'drain'));
ALTER TABLE "events" ADD CONSTRAINT "events_source_check" CHECK ("source" IN ('api', 'test', 'seed'));
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_status_check" CHECK ("status" IN ('active', 'paused', 'disabled'));
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_format_check" CHECK ("format" IN ('json_v2', 'form_v1'));

-- The queue is rewritten all the time: keep its pages loose and its dead rows few.
ALTER TABLE "queue" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
ALTER TABLE "hourly_counts" SET (fillfactor = 70);

-- The first UUIDv7 of a moment: its 48 bits of milliseconds, then zeros.
CREATE FUNCTION "aviso_uuid_floor"("at" timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM (SELECT lpad(to_hex(floor(extract(epoch FROM "at") * 1000)::bigint), 12, '0') AS h) AS x
$$;

-- Makes the daily partitions (UTC) of every history table from one day to another, both included.
-- Returns how many tables it made. Safe to call from several processes at once.
CREATE FUNCTION "aviso_ensure_partitions"("first_day" date, "last_day" date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  d date;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('aviso_partitions'));
  FOREACH parent IN ARRAY ARRAY['events', 'verdicts', 'deliveries', 'attempts', 'search_terms'] LOOP
    d := first_day;
    WHILE d <= last_day LOOP
      IF to_regclass(format('%I', parent || '_' || to_char(d, 'YYYYMMDD'))) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          parent || '_' || to_char(d, 'YYYYMMDD'), parent,
          aviso_uuid_floor(d::timestamp AT TIME ZONE 'UTC'), aviso_uuid_floor((d + 1)::timestamp AT TIME ZONE 'UTC'));
        made := made + 1;
      END IF;
      d := d + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;

-- Drops the daily partitions that lie wholly before a day (UTC). Returns how many tables it dropped.
CREATE FUNCTION "aviso_drop_partitions"("before" date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  child text;
  dropped integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('aviso_partitions'));
  FOR child IN
    SELECT c.relname FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname IN ('events', 'verdicts', 'deliveries', 'attempts', 'search_terms')
      AND right(c.relname, 8) ~ '^[0-9]{8}$' AND to_date(right(c.relname, 8), 'YYYYMMDD') < "before"
  LOOP
    EXECUTE format('DROP TABLE %I', child);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;
