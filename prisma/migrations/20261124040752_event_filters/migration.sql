-- What the filters "has been resent", "failure" and "response code" of the list of events are answered from.
-- Partial, because most deliveries are neither resent nor failing, and those cost nothing here.
CREATE INDEX "attempts_resent_idx" ON "attempts" ("workspace_id", "event_id" DESC) WHERE "trigger" = 'resend';
CREATE INDEX "deliveries_failing_idx" ON "deliveries" ("workspace_id", "last_failure_kind", "event_id" DESC) INCLUDE ("last_response_status") WHERE "last_failure_kind" IS NOT NULL;
CREATE INDEX "deliveries_response_idx" ON "deliveries" ("workspace_id", "last_response_status", "event_id" DESC) WHERE "last_response_status" <> 200;
