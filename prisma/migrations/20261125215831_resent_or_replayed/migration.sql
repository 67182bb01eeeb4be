-- "Has been resent" means by a replay as well. The delivery is in it because a filter on deliveries asks for that one.
DROP INDEX "attempts_resent_idx";
CREATE INDEX "attempts_resent_idx" ON "attempts" ("workspace_id", "event_id" DESC, "delivery_id") WHERE "trigger" IN ('resend', 'replay');
