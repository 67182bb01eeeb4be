-- Stories that are told to subscriptions step by step, and real events that are kept to be sent as tests.
CREATE TABLE "saved_scenarios" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSON NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_scenarios_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "scenario_runs" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "scenario" TEXT NOT NULL,
    "settings" JSON NOT NULL,
    "subscription_ids" UUID[],
    "product_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'running',
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "scenario_runs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "scenario_runs_status_check" CHECK ("status" IN ('running', 'finished', 'cancelled'))
);

CREATE TABLE "scenario_steps" (
    "run_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "event_type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "data" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "lease_until" TIMESTAMPTZ(3),
    "event_id" UUID,

    CONSTRAINT "scenario_steps_pkey" PRIMARY KEY ("run_id", "number"),
    CONSTRAINT "scenario_steps_status_check" CHECK ("status" IN ('waiting', 'sent', 'cancelled'))
);

CREATE TABLE "bookmarks" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "product_id" UUID,
    "data" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bookmarks_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "saved_scenarios_workspace_id_idx" ON "saved_scenarios"("workspace_id");
CREATE INDEX "scenario_runs_workspace_id_id_idx" ON "scenario_runs"("workspace_id", "id" DESC);
CREATE UNIQUE INDEX "bookmarks_workspace_id_event_id_key" ON "bookmarks"("workspace_id", "event_id");

ALTER TABLE "saved_scenarios" ADD CONSTRAINT "saved_scenarios_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "scenario_runs" ADD CONSTRAINT "scenario_runs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "scenario_steps" ADD CONSTRAINT "scenario_steps_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "scenario_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the worker looks for, several times a second: only what still waits is in it.
CREATE INDEX "scenario_steps_due_idx" ON "scenario_steps"("due_at") WHERE "status" = 'waiting';
