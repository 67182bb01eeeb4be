-- Which event types came, one after the other, instead of every hour of 60 days. Counts change in place and are no part of these.
CREATE INDEX "hourly_counts_types_idx" ON "hourly_counts"("workspace_id", "event_type", "hour") WHERE "outcome" = 'received';

-- Tests, alone: they are few, and the Overview asks for the last one.
CREATE INDEX "hourly_counts_tests_idx" ON "hourly_counts"("workspace_id", "hour") WHERE "is_test";
