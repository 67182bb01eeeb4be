-- CreateTable
CREATE TABLE "replays" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "filter" JSON NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "subscription_ids" UUID[],
    "targets" JSON NOT NULL,
    "include" TEXT[],
    "keep_order" BOOLEAN NOT NULL,
    "rate_per_sec" INTEGER NOT NULL,
    "retries" BOOLEAN NOT NULL,
    "planned_count" INTEGER NOT NULL,
    "cursor_event_id" UUID,
    "cursor_subscription_id" UUID,
    "is_scanned" BOOLEAN NOT NULL DEFAULT false,
    "next_send_at" TIMESTAMPTZ(3),
    "pending_count" INTEGER NOT NULL DEFAULT 0,
    "queued_count" INTEGER NOT NULL DEFAULT 0,
    "retrying_count" INTEGER NOT NULL DEFAULT 0,
    "delivered_count" INTEGER NOT NULL DEFAULT 0,
    "failed_count" INTEGER NOT NULL DEFAULT 0,
    "skipped_count" INTEGER NOT NULL DEFAULT 0,
    "cancelled_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "started_by" TEXT,
    "changed_at" TIMESTAMPTZ(3),
    "changed_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "replays_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay_items" (
    "replay_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "delivery_id" UUID,
    "state" TEXT NOT NULL,
    "status_before" TEXT,
    "attempts_before" INTEGER NOT NULL DEFAULT 0,
    "response_status" INTEGER,
    "failure_kind" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "replay_items_pkey" PRIMARY KEY ("replay_id","event_id","subscription_id")
);

-- CreateIndex
CREATE INDEX "replays_workspace_id_id_idx" ON "replays"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "replay_items_replay_id_state_event_id_idx" ON "replay_items"("replay_id", "state", "event_id");

-- AddForeignKey
ALTER TABLE "replays" ADD CONSTRAINT "replays_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replay_items" ADD CONSTRAINT "replay_items_replay_id_fkey" FOREIGN KEY ("replay_id") REFERENCES "replays"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: the words a column may hold, and the index by which runners look for work.
ALTER TABLE "replays" ADD CONSTRAINT "replays_status_check" CHECK ("status" IN ('planned', 'running', 'paused', 'cancelled', 'done'));
ALTER TABLE "replay_items" ADD CONSTRAINT "replay_items_state_check" CHECK ("state" IN ('pending', 'queued', 'retrying', 'delivered', 'failed', 'skipped', 'cancelled'));
CREATE INDEX "replays_open_idx" ON "replays"("id") WHERE "status" = 'running' OR "queued_count" > 0 OR "retrying_count" > 0;

-- One more word for why an attempt was made. NOT VALID: the rows that are there need no second look under a lock.
ALTER TABLE "attempts" DROP CONSTRAINT "attempts_trigger_check";
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_trigger_check" CHECK ("trigger" IN ('first', 'retry', 'resend', 'test', 'drain', 'replay')) NOT VALID;
ALTER TABLE "queue" DROP CONSTRAINT "queue_trigger_check";
ALTER TABLE "queue" ADD CONSTRAINT "queue_trigger_check" CHECK ("trigger" IN ('first', 'retry', 'resend', 'test', 'drain', 'replay')) NOT VALID;
