-- What was done to a subscription, by whom and when.
CREATE TABLE "subscription_changes" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT,
    "kind" TEXT NOT NULL,
    "fields" JSON NOT NULL,

    CONSTRAINT "subscription_changes_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "subscription_changes_subscription_id_id_idx" ON "subscription_changes"("subscription_id", "id" DESC);

ALTER TABLE "subscription_changes" ADD CONSTRAINT "subscription_changes_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "subscription_changes" ADD CONSTRAINT "subscription_changes_kind_check" CHECK ("kind" IN ('created', 'updated', 'paused', 'resumed', 'disabled', 'enabled', 'secret_rotated', 'deleted'));
