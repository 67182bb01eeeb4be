import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema, uuidFloor } from "@/lib/domain/ids";
import { historyStart } from "@/lib/domain/retention";
import { dataTerms, termAsWritten, type SearchTermKind } from "@/lib/domain/search-terms";
import type { Call } from "@/lib/services/context";
import { readEventRows, type EventRow } from "./list";

/** What events can have in common, the narrowest first. */
export const RELATIONS = ["transaction", "customer_subscription", "email"] as const satisfies SearchTermKind[];
export type Relation = (typeof RELATIONS)[number];

export const ListRelatedInput = z.object({
  eventId: idSchema("event"),
  /** What they must have in common; without it, the narrowest thing that this event has. */
  by: z.enum(RELATIONS).optional(),
});
export type ListRelatedInput = z.input<typeof ListRelatedInput>;

export interface RelatedEvents {
  /** What this event can be followed by: a purchase, a customer's subscription, a buyer. */
  relations: { by: Relation; value: string }[];
  /** The one that `data` is about; null when the event names none. */
  chosen: { by: Relation; value: string; /** As the event writes it. */ written: string } | null;
  /** Oldest first, this one among them. */
  data: EventRow[];
  /** Whether there are more than are shown, on the older side. */
  hasMore: boolean;
}

const EVENTS_MAX = 100;

/** Everything that happened in the same purchase, to the same buyer, or in the same customer's subscription. */
export async function listRelated({ ctx, input }: Call<ListRelatedInput>): Promise<RelatedEvents> {
  const { eventId, by } = ListRelatedInput.parse(input);
  const event = await ctx.db.event.findFirst({ where: { id: eventId, workspaceId: ctx.workspaceId }, select: { externalId: true, body: true } });
  if (!event) throw notFound("event");
  const { data } = JSON.parse(event.body) as { data: unknown };
  const terms = dataTerms(data);
  const relations = RELATIONS.flatMap((kind) => terms.filter((term) => term.kind === kind).map(({ value }) => ({ by: kind, value })));
  const relation = relations.find((one) => one.by === by) ?? relations[0];
  if (!relation) return { relations, chosen: null, data: [], hasMore: false };
  const chosen = { ...relation, written: termAsWritten({ externalId: event.externalId, data }, { kind: relation.by, value: relation.value }) };
  const ids = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT event_id AS id FROM search_terms
    WHERE workspace_id = ${ctx.workspaceId}::uuid AND value = ${chosen.value} AND kind = ${chosen.by}
      AND event_id >= ${uuidFloor(historyStart(ctx.now()))}::uuid
    ORDER BY event_id DESC LIMIT ${EVENTS_MAX + 1}`;
  const shown = ids.slice(0, EVENTS_MAX).map((row) => row.id);
  return { relations, chosen, data: (await readEventRows(ctx, shown)).toReversed(), hasMore: ids.length > EVENTS_MAX };
}
