import { Prisma } from "@/lib/db/client";
import { readId, uuidFloor } from "@/lib/domain/ids";
import type { ReplayFilter } from "@/lib/domain/replay";
import { eventOfDelivery, resentIn } from "@/lib/services/events/list-query";

/** What a replay chooses from. Ids are database UUIDs. */
export interface ReplayScope {
  workspaceId: string;
  filter: ReplayFilter;
  from: Date;
  to: Date;
  subscriptionIds: string[];
  include: string[];
}

/** The delivery's state as a replay sees it. "waiting" is one that was not tried yet: no replay takes it. */
const STATE = Prisma.sql`CASE WHEN d.status = 'waiting' AND d.attempt_count > 0 THEN 'retrying' ELSE d.status END`;

/**
 * The statement that gives a replay's pairs of event and subscription, one row each, in no order: event_id, subscription_id,
 * product_id, delivery_id (null where there is none), status, attempt_count, state.
 */
export function pairsOf(scope: ReplayScope, after: { eventId: string; subscriptionId: string } | null): Prisma.Sql {
  return scope.include.includes("never") ? pairsOfEvents(scope, after) : pairsOfDeliveries(scope, after);
}

function pairsOfDeliveries(scope: ReplayScope, after: { eventId: string; subscriptionId: string } | null): Prisma.Sql {
  const { from, to } = windowOf(scope, after);
  const where = [
    Prisma.sql`d.workspace_id = ${scope.workspaceId}::uuid`,
    Prisma.sql`d.event_id >= ${from}::uuid`,
    Prisma.sql`d.event_id < ${to}::uuid`,
    Prisma.sql`d.subscription_id = ANY(${scope.subscriptionIds}::uuid[])`,
    Prisma.sql`d.status = ANY(${statusesOf(scope.include)}::text[])`,
    Prisma.sql`${STATE} = ANY(${scope.include}::text[])`,
    ...filters(scope, Prisma.sql`d.event_id`, Prisma.sql`d`),
    ...answerFilters(scope.filter),
  ];
  if (after) where.push(Prisma.sql`(d.event_id, d.subscription_id) > (${after.eventId}::uuid, ${after.subscriptionId}::uuid)`);
  return Prisma.sql`
    SELECT d.event_id, d.subscription_id, d.product_id, d.id AS delivery_id, d.status, d.attempt_count, ${STATE} AS state
    FROM deliveries d WHERE ${Prisma.join(where, " AND ")}`;
}

/** Events beside deliveries: one that never went to a subscription is taken when the subscription selects it as it is now. */
function pairsOfEvents(scope: ReplayScope, after: { eventId: string; subscriptionId: string } | null): Prisma.Sql {
  const { from, to } = windowOf(scope, after);
  const where = [
    Prisma.sql`e.workspace_id = ${scope.workspaceId}::uuid`,
    Prisma.sql`e.id >= ${from}::uuid`,
    Prisma.sql`e.id < ${to}::uuid`,
    Prisma.sql`coalesce(${STATE}, 'never') = ANY(${scope.include}::text[])`,
    // A test goes only where it was sent.
    Prisma.sql`(d.id IS NOT NULL OR (NOT e.is_test AND (s.all_event_types OR e.event_type = ANY(s.event_types)) AND (s.all_products
      OR EXISTS (SELECT 1 FROM subscription_products sp WHERE sp.subscription_id = s.id AND sp.product_id = e.product_id))))`,
    ...filters(scope, Prisma.sql`e.id`, Prisma.sql`e`),
    ...answerFilters(scope.filter),
  ];
  if (after) where.push(Prisma.sql`(e.id, s.id) > (${after.eventId}::uuid, ${after.subscriptionId}::uuid)`);
  return Prisma.sql`
    SELECT e.id AS event_id, s.id AS subscription_id, e.product_id, d.id AS delivery_id, d.status, coalesce(d.attempt_count, 0) AS attempt_count,
      coalesce(${STATE}, 'never') AS state
    FROM events e
    JOIN subscriptions s ON s.workspace_id = e.workspace_id AND s.id = ANY(${scope.subscriptionIds}::uuid[]) AND s.deleted_at IS NULL
    LEFT JOIN deliveries d ON d.event_id = e.id AND d.subscription_id = s.id AND d.event_id >= ${from}::uuid AND d.event_id < ${to}::uuid
    WHERE ${Prisma.join(where, " AND ")}`;
}

function windowOf(scope: ReplayScope, after: { eventId: string } | null): { from: string; to: string } {
  return { from: after?.eventId ?? uuidFloor(scope.from), to: uuidFloor(scope.to) };
}

function statusesOf(include: string[]): string[] {
  return include.map((state) => (state === "retrying" ? "waiting" : state));
}

function filters(scope: ReplayScope, id: Prisma.Sql, table: Prisma.Sql): Prisma.Sql[] {
  const { workspaceId, filter, from, to } = scope;
  const where: Prisma.Sql[] = [];
  if (filter.eventIds) where.push(Prisma.sql`${id} = ANY(${filter.eventIds}::uuid[])`);
  if (filter.productId) where.push(Prisma.sql`${table}.product_id = ${filter.productId}::uuid`);
  if (filter.eventType) where.push(Prisma.sql`${table}.event_type = ${filter.eventType}`);
  if (filter.test !== "all") where.push(Prisma.sql`${table}.is_test = ${filter.test === "only"}`);
  if (filter.search) where.push(Prisma.sql`${id} IN (${soughtIds(workspaceId, filter.search, from, to)})`);
  if (filter.resent) where.push(wasResent(scope));
  return where;
}

function soughtIds(workspaceId: string, term: string, from: Date, to: Date): Prisma.Sql {
  const eventId = readId("event", term);
  if (eventId) return Prisma.sql`${eventId}::uuid`;
  const window = Prisma.sql`event_id >= ${uuidFloor(from)}::uuid AND event_id < ${uuidFloor(to)}::uuid`;
  const deliveryId = readId("delivery", term);
  if (deliveryId) return Prisma.sql`${eventOfDelivery(workspaceId, deliveryId)} AND ${window}`;
  return Prisma.sql`SELECT event_id FROM search_terms WHERE workspace_id = ${workspaceId}::uuid AND value = ${term} AND ${window}`;
}

function wasResent({ workspaceId, filter, from, to }: ReplayScope): Prisma.Sql {
  const attempts = resentIn(workspaceId, { from: uuidFloor(from), to: uuidFloor(to) });
  const resent = Prisma.sql`EXISTS (SELECT 1 FROM attempts AS a WHERE ${Prisma.join(attempts, " AND ")} AND a.event_id = d.event_id AND a.delivery_id = d.id)`;
  return filter.resent === "yes" ? resent : Prisma.sql`NOT ${resent}`;
}

function answerFilters({ response, failure }: ReplayFilter): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  if (failure) where.push(Prisma.sql`d.last_failure_kind = ${failure}`);
  if (response?.endsWith("xx")) where.push(Prisma.sql`d.last_response_status BETWEEN ${Number(response[0]) * 100} AND ${Number(response[0]) * 100 + 99}`);
  else if (response) where.push(Prisma.sql`d.last_response_status = ${Number(response)}`);
  return where;
}
