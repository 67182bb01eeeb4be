import type { Tx } from "@/lib/db/client";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";

/** What reading asks for; within a transaction `db` is that. */
export type ReadCtx = Pick<Ctx, "workspaceId" | "now"> & { db: Tx };

/** The event types that came within the history, by name. */
export async function listSeenTypes({ ctx }: { ctx: ReadCtx }): Promise<string[]> {
  // From one type to the next in the index that begins with them: there are a few types, and a hundred thousand counts.
  const rows = ctx.db.$queryRaw<{ type: string }[]>`
    WITH RECURSIVE types AS (
      (SELECT event_type FROM hourly_counts WHERE workspace_id = ${ctx.workspaceId}::uuid AND outcome = 'received' ORDER BY event_type LIMIT 1)
      UNION ALL
      SELECT (SELECT h.event_type FROM hourly_counts h WHERE h.workspace_id = ${ctx.workspaceId}::uuid AND h.outcome = 'received' AND h.event_type > t.event_type ORDER BY h.event_type LIMIT 1)
      FROM types t WHERE t.event_type IS NOT NULL)
    SELECT event_type AS type FROM types t
    WHERE EXISTS (SELECT 1 FROM hourly_counts h WHERE h.workspace_id = ${ctx.workspaceId}::uuid AND h.outcome = 'received' AND h.event_type = t.event_type AND h.hour >= ${historyStart(ctx.now())})
    ORDER BY event_type`;
  return (await rows).map((row) => row.type);
}
