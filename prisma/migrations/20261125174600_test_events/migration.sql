-- Tests are few: without it a list of them reads all events. Not in the schema file, which knows no partial indexes.
CREATE INDEX "events_test_idx" ON "events" ("workspace_id", "id" DESC) WHERE "is_test";
