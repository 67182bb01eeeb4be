-- Seconds before each retry, when a subscription has waits of its own; empty: the usual growing ones.
ALTER TABLE "subscriptions" ADD COLUMN "retry_waits_sec" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[];
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_retry_waits_sec_check" CHECK (cardinality("retry_waits_sec") <= 14 AND 0 < ALL ("retry_waits_sec"));
