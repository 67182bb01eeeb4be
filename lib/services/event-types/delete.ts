import { z } from "zod";
import { EVENT_TYPE_PATTERN } from "@/lib/services/events/ingest-parse";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { findOwnEventType } from "./find-own";

export const DeleteEventTypeInput = z.object({ name: z.string().regex(EVENT_TYPE_PATTERN) });
export type DeleteEventTypeInput = z.input<typeof DeleteEventTypeInput>;

/** Takes an own event type away. History keeps its events, and subscriptions their choice of it. */
export async function deleteEventType({ ctx, input }: Call<DeleteEventTypeInput>): Promise<void> {
  const { name } = DeleteEventTypeInput.parse(input);
  await ctx.db.$transaction(async (tx) => {
    await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
    const { id, title, description } = await findOwnEventType(tx, ctx.workspaceId, name);
    await tx.eventType.delete({ where: { id } });
    await recordAudit(tx, ctx, { action: "eventType.deleted", target: { kind: "eventType", id, name }, before: { name, title, description } });
  });
}
