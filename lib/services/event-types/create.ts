import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { newUuid } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { checkSample } from "./check-sample";
import { descriptionSchema, eventTypeNameSchema, jsonObjectSchema, storableObjectSchema, titleSchema } from "./fields";
import { showOwn, type EventTypeItem } from "./read";

const MAX_OWN_TYPES = 500;

export const CreateEventTypeInput = z.object({
  name: eventTypeNameSchema.meta({ description: "As events carry it" }),
  title: titleSchema,
  description: descriptionSchema.default("").meta({ description: "What fires it" }),
  schema: storableObjectSchema.default(null).meta({ description: "JSON Schema 2020-12 of `data`, as an object or as JSON text" }),
  sample: jsonObjectSchema.default(null).meta({ description: "`data` as it comes, as an object or as JSON text; must fit the schema" }),
});
export type CreateEventTypeInput = z.input<typeof CreateEventTypeInput>;

/** Adds an event type of the workspace's own. @throws AppError `invalid` at the field */
export async function createEventType({ ctx, input }: Call<CreateEventTypeInput>): Promise<EventTypeItem> {
  const { name, title, description, schema, sample } = CreateEventTypeInput.parse(input);
  await checkSample({ schema, sample });
  return ctx.db.$transaction(async (tx) => {
    // Locks the workspace's row, so that of two that ask for one name the second sees the first.
    await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } });
    const known = await tx.eventType.findMany({ where: { workspaceId: ctx.workspaceId }, select: { name: true } });
    if (known.some((type) => type.name === name)) {
      throw new AppError("invalid", "There is an event type of this name already.", { fix: "Choose another name.", issues: [{ path: "name", message: "You have an event type of this name already" }] });
    }
    if (known.length >= MAX_OWN_TYPES) throw new AppError("conflict", `A workspace may have ${MAX_OWN_TYPES} event types of its own.`, { fix: "Delete one that is not used." });
    const row = await tx.eventType.create({
      data: { id: newUuid(ctx.now()), workspaceId: ctx.workspaceId, name, title, description, schema: schema === null ? Prisma.DbNull : (JSON.parse(schema) as Prisma.InputJsonObject), sample, createdAt: ctx.now() },
    });
    await recordAudit(tx, ctx, { action: "eventType.created", target: { kind: "eventType", id: row.id, name }, after: { name, title, description } });
    return showOwn(row);
  });
}
