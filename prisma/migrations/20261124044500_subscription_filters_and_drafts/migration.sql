-- Conditions on the payload; null for none.
ALTER TABLE "subscriptions" ADD COLUMN "filter" JSON;

-- A subscription that someone has begun to set up and not saved yet.
CREATE TABLE "subscription_drafts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_drafts_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "subscription_drafts_workspace_id_idx" ON "subscription_drafts"("workspace_id");

ALTER TABLE "subscription_drafts" ADD CONSTRAINT "subscription_drafts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
