import { showId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";

export interface LastDelivery {
  eventId: string;
  status: string;
  /** Its last attempt, or when its event came, if there was none. */
  at: Date;
  responseStatus: number | null;
  failureKind: string | null;
}

/** The newest delivery of each subscription (UUIDs), by its shown id. Days are read from the newest back, until one is found. */
export async function readLastDeliveries(ctx: Ctx, ids: string[]): Promise<Map<string, LastDelivery>> {
  const rows = await ctx.db.$queryRaw<{ id: string; event_id: string; status: string; last_attempt_at: Date | null; last_response_status: number | null; last_failure_kind: string | null }[]>`
    SELECT s.id::text, d.event_id::text, d.status, d.last_attempt_at, d.last_response_status, d.last_failure_kind
    FROM unnest(${ids}::uuid[]) AS s(id)
    CROSS JOIN LATERAL (
      SELECT * FROM deliveries WHERE workspace_id = ${ctx.workspaceId}::uuid AND subscription_id = s.id AND event_id >= ${uuidFloor(historyStart(ctx.now()))}::uuid
      ORDER BY event_id DESC LIMIT 1) AS d`;
  return new Map(rows.map((row) => [showId("subscription", row.id), {
    eventId: showId("event", row.event_id),
    status: row.status,
    at: row.last_attempt_at ?? uuidTime(row.event_id),
    responseStatus: row.last_response_status,
    failureKind: row.last_failure_kind,
  }]));
}
