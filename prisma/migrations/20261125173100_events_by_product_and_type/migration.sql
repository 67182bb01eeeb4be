-- Without it a product's list of one event type reads all the product's events, when there is none of that type.
CREATE INDEX "events_workspace_id_product_id_event_type_id_idx" ON "events"("workspace_id", "product_id", "event_type", "id" DESC);
