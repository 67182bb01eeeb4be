-- Products in the order in which they are shown.
CREATE INDEX "products_name_idx" ON "products"("workspace_id", lower("name"), "id");

-- What waits, alone: hours in which nothing waits any more are cleared of their empty counts, so this stays small.
-- The count itself is no part of it: it changes all the time, in place.
CREATE INDEX "hourly_counts_waiting_idx" ON "hourly_counts"("workspace_id", "subscription_id") WHERE "outcome" = 'waiting';

-- Keys come in the order of their time, so a range for each block of pages finds the old ones, and costs next to nothing to keep.
DROP INDEX "idempotency_keys_created_at_idx";
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" USING BRIN ("created_at");
