-- CreateTable
CREATE TABLE "attention_acks" (
    "subscription_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_by" TEXT NOT NULL,

    CONSTRAINT "attention_acks_pkey" PRIMARY KEY ("subscription_id","cause")
);

-- CreateIndex
CREATE INDEX "attention_acks_workspace_id_idx" ON "attention_acks"("workspace_id");

-- AddForeignKey
ALTER TABLE "attention_acks" ADD CONSTRAINT "attention_acks_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What failed and was not repaired, alone: few rows beside all deliveries, and all that "needs attention" reads.
CREATE INDEX "deliveries_troubled_idx" ON "deliveries"("workspace_id", "event_id" DESC)
  INCLUDE ("subscription_id", "status", "last_failure_kind", "last_response_status", "last_attempt_at", "is_test")
  WHERE "status" IN ('failed', 'waiting') AND "last_failure_kind" IS NOT NULL;
