-- How an event's deliveries go on with the trace that its sender began. Written only while an operator collects traces,
-- and kept for two days, which is longer than any schedule of retries.
CREATE TABLE "trace_contexts" (
    "event_id" UUID NOT NULL,
    "traceparent" TEXT NOT NULL,

    CONSTRAINT "trace_contexts_pkey" PRIMARY KEY ("event_id")
);
