import { z } from "zod";
import { csvLine } from "@/lib/domain/csv";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { deliveriesAsked } from "./deliveries-asked";
import { EventFilters } from "./filters";
import { readEventRows, type EventRow } from "./list";
import { pageOfIds } from "./list-query";

export const ExportEventsInput = EventFilters.extend({ format: z.enum(["csv", "ndjson"]).default("csv") });
export type ExportEventsInput = z.input<typeof ExportEventsInput>;

const PAGE = 1_000;
const COLUMNS = [
  "event_id", "received_at", "event_type", "external_id", "product_id", "product", "is_test", "state", "delivery_id", "subscription_id", "subscription",
  "attempts", "last_attempt_at", "last_response_status", "last_failure", "next_attempt_at",
];

/** All events that a list with these filters shows, newest first, in pieces of text: read page by page, so that their number does not matter. */
export async function* exportEvents({ ctx, input }: Call<ExportEventsInput>): AsyncGenerator<string> {
  const { format, ...filters } = ExportEventsInput.parse(input);
  const now = ctx.now();
  // Without the filters: a search may name a buyer, and an entry is kept for ever.
  await recordAudit(ctx.db, ctx, { action: "events.exported", after: { file: format } });
  if (format === "csv") yield csvLine(COLUMNS);
  let cursor: string | undefined;
  do {
    const rows: { id: string }[] = await ctx.db.$queryRaw<{ id: string }[]>(pageOfIds(ctx.workspaceId, filters, { cursor, direction: "older", limit: PAGE - 1 }, now));
    cursor = rows.length === PAGE ? rows.at(-1)!.id : undefined;
    const events = await readEventRows(ctx, rows.map((row) => row.id), filters);
    if (events.length > 0) yield events.map((event) => (format === "csv" ? csvRows(event, filters) : `${JSON.stringify(event)}\n`)).join("");
  } while (cursor);
}

/** A line for each delivery that the filters ask for; one without, for an event that nobody wanted. */
function csvRows(event: EventRow, filters: EventFilters): string {
  const head = [event.id, event.receivedAt.toISOString(), event.eventType, event.externalId, event.product?.id ?? null, event.product?.name ?? null, event.isTest];
  if (event.deliveries.length === 0) return csvLine([...head, "not_sent", null, null, null, null, null, null, null, null]);
  return deliveriesAsked(event.deliveries, filters).map((delivery) => csvLine([
    ...head, delivery.state, delivery.id, delivery.subscription.id, delivery.subscription.name, delivery.attemptCount, delivery.lastAttemptAt?.toISOString() ?? null,
    delivery.lastResponseStatus, delivery.lastFailureKind, delivery.nextAttemptAt?.toISOString() ?? null,
  ])).join("");
}
