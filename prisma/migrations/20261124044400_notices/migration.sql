-- What Aviso tells a workspace about its deliveries: shown in the app, mailed, and sent as events of its own. A row is
-- written with the change that it tells of, and `key` keeps it from being written twice.
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subscription_id" UUID NOT NULL,
    "subscription_name" TEXT NOT NULL,
    "detail" JSON NOT NULL,
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "event_only" BOOLEAN NOT NULL DEFAULT false,
    "event_state" TEXT NOT NULL,
    "mail_state" TEXT NOT NULL,
    "mail_tries" INTEGER NOT NULL DEFAULT 0,
    "mail_due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "seen_at" TIMESTAMPTZ(3),
    "seen_by" TEXT,
    CONSTRAINT "notices_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "notices_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "notices_kind_check" CHECK ("kind" IN ('subscription_down', 'subscription_recovered', 'subscription_disable_announced', 'subscription_disabled', 'delivery_exhausted')),
    CONSTRAINT "notices_event_state_check" CHECK ("event_state" IN ('none', 'waiting', 'sent')),
    CONSTRAINT "notices_mail_state_check" CHECK ("mail_state" IN ('none', 'waiting', 'sent', 'failed'))
);
CREATE UNIQUE INDEX "notices_workspace_id_key_key" ON "notices"("workspace_id", "key");
CREATE INDEX "notices_workspace_id_id_idx" ON "notices"("workspace_id", "id" DESC);
CREATE INDEX "notices_event_waiting_idx" ON "notices"("id") WHERE "event_state" = 'waiting';
CREATE INDEX "notices_mail_waiting_idx" ON "notices"("mail_due_at") WHERE "mail_state" = 'waiting';
