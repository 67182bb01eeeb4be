import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { difference } from "@/lib/domain/audit";
import { EVENT_TYPE_PATTERN } from "@/lib/services/events/ingest-parse";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { checkSample } from "./check-sample";
import { descriptionSchema, jsonObjectSchema, storableObjectSchema, titleSchema } from "./fields";
import { findOwnEventType } from "./find-own";
import { showOwn, type EventTypeItem } from "./read";

export const UpdateEventTypeInput = z.object({
  name: z.string().regex(EVENT_TYPE_PATTERN),
  title: titleSchema.optional(),
  description: descriptionSchema.optional(),
  schema: storableObjectSchema.optional(),
  sample: jsonObjectSchema.optional(),
});
export type UpdateEventTypeInput = z.input<typeof UpdateEventTypeInput>;

/** Changes an own event type; what is not given stays. Its name stays, because events carry it. @throws AppError `invalid` at the field */
export async function updateEventType({ ctx, input }: Call<UpdateEventTypeInput>): Promise<EventTypeItem> {
  const { name, title, description, schema, sample } = UpdateEventTypeInput.parse(input);
  const before = await findOwnEventType(ctx.db, ctx.workspaceId, name);
  const textOf = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const kept = textOf(before.schema);
  // Before anything is locked: it may take a moment.
  await checkSample({ schema: schema === undefined ? kept : schema, sample: sample === undefined ? before.sample : sample });
  return ctx.db.$transaction(async (tx) => {
    // Locks the workspace's row, so that nobody deletes it in between.
    await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
    const own = await findOwnEventType(tx, ctx.workspaceId, name);
    if (textOf(own.schema) !== kept || own.sample !== before.sample) throw new AppError("conflict", "The event type was changed elsewhere just now.", { fix: "Reload the page to see what it is now, then make your change again." });
    const row = await tx.eventType.update({
      where: { id: own.id },
      data: { title, description, sample, schema: schema === undefined ? undefined : schema === null ? Prisma.DbNull : (JSON.parse(schema) as Prisma.InputJsonObject) },
    });
    await recordAudit(tx, ctx, {
      action: "eventType.updated", target: { kind: "eventType", id: own.id, name },
      ...difference({ title: own.title, description: own.description, schema: own.schema, sample: own.sample }, { title, description, schema: schema === undefined ? undefined : row.schema, sample }),
    });
    return showOwn(row);
  });
}
