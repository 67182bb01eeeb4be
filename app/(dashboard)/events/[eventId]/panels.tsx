import { EventPager } from "@/components/events/event-pager";
import { RelatedEvents } from "@/components/events/related-events";
import { routes, type RouteQuery } from "@/lib/routes";
import type { EventFiltersInput } from "@/lib/services/events/filters";
import { findNeighbours } from "@/lib/services/events/find-neighbours";
import { listRelated, RELATIONS } from "@/lib/services/events/list-related";
import { requireCtx } from "@/lib/web/session";

/** The events beside this one, found while the page is shown already. */
export async function PagerPanel({ eventId, filters }: { eventId: string; filters: EventFiltersInput }) {
  const ctx = await requireCtx("event.read");
  const { newer, older } = await findNeighbours({ ctx, input: { ...filters, eventId } });
  const href = (id: string | null) => (id ? routes.events.detail(id, filters as RouteQuery) : null);
  return <EventPager newer={href(newer)} older={href(older)} />;
}

/** What belongs to the same purchase, customer's subscription or buyer. */
export async function RelatedPanel({ eventId, filters, by }: { eventId: string; filters: EventFiltersInput; by: string | undefined }) {
  const ctx = await requireCtx("event.read");
  const related = await listRelated({ ctx, input: { eventId, by: RELATIONS.find((relation) => relation === by) } });
  return <RelatedEvents eventId={eventId} related={related} filters={filters as RouteQuery} />;
}
