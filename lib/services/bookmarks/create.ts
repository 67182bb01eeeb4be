import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema, newUuid, showId } from "@/lib/domain/ids";
import { findSpan, valueSpan } from "@/lib/domain/json-scan";
import { dig, personOf } from "@/lib/domain/person";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";

const BOOKMARKS_AT_MOST = 200;
const NAME_AT_MOST = 80;

export const CreateBookmarkInput = z.object({
  eventId: idSchema("event"),
  /** The buyer and the transaction when left out. */
  name: z.string().trim().min(1).max(NAME_AT_MOST).refine(isNameText, "Use printable characters only").optional(),
});
export type CreateBookmarkInput = z.input<typeof CreateBookmarkInput>;

/** Keeps an event's payload among the samples, byte for byte, for longer than the event itself. The same event again gives the same bookmark. */
export async function createBookmark({ ctx, input }: Call<CreateBookmarkInput>): Promise<{ bookmarkId: string }> {
  const { eventId, name } = CreateBookmarkInput.parse(input);
  const { db, workspaceId } = ctx;
  const event = await db.event.findFirst({ where: { id: eventId, workspaceId }, select: { eventType: true, productId: true, body: true, externalId: true } });
  if (!event) throw notFound("event");
  const span = findSpan(event.body, valueSpan(event.body), ["data"]);
  if (!span) throw new AppError("conflict", "This event has no data to send.", { fix: "Choose a sample instead." });
  const data = event.body.slice(span.start, span.end);
  const known = await db.bookmark.findFirst({ where: { workspaceId, eventId }, select: { id: true } });
  if (!known && (await db.bookmark.count({ where: { workspaceId } })) >= BOOKMARKS_AT_MOST) {
    throw new AppError("limit_exceeded", `A workspace may keep ${BOOKMARKS_AT_MOST} events as samples.`, { fix: "Remove one on the test page." });
  }
  const kept = { name: name ?? nameOf(data, event.externalId), eventType: event.eventType, productId: event.productId, data, createdBy: ctx.actor.name };
  const id = await db.$transaction(async (tx) => {
    const bookmark = await tx.bookmark.upsert({
      where: { workspaceId_eventId: { workspaceId, eventId } },
      create: { id: newUuid(ctx.now()), workspaceId, eventId, createdAt: ctx.now(), ...kept },
      update: name ? { name } : {},
      select: { id: true },
    });
    // Without its name, which may be a buyer's: the log keeps for ever.
    if (!known || name) await recordAudit(tx, ctx, { action: "sample.kept", target: { kind: "bookmark", id: bookmark.id }, after: { eventType: event.eventType } });
    return bookmark.id;
  });
  return { bookmarkId: showId("bookmark", id) };
}

function nameOf(data: string, externalId: string): string {
  const value: unknown = JSON.parse(data);
  const person = personOf(value);
  const transaction = dig(value, ["purchase", "transaction"]);
  const parts = [person?.name ?? person?.email, typeof transaction === "string" ? transaction : null].filter(Boolean);
  return (parts.join(", ") || externalId).slice(0, NAME_AT_MOST);
}
