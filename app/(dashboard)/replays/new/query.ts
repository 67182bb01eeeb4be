import { z } from "zod";
import { REPLAY_INCLUDES, type ReplayInclude } from "@/lib/domain/replay";
import { EventFilters } from "@/lib/services/events/filters";
import type { PlanReplayInput } from "@/lib/services/replays/plan";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";

const DAY_MS = 86_400_000;
const PERIOD_MS = { "24h": DAY_MS, "7d": 7 * DAY_MS, "60d": null } as const;

// What a link may ask for: the filters of the events list, and `subscription` for all that one has not got.
const Query = EventFilters.extend({ subscription: EventFilters.shape.subscriptionId, include: z.string() });

/** What the form begins with: the filters of a list of events, with its times made absolute. */
export async function readReplayQuery(searchParams: SearchParams, now: Date): Promise<PlanReplayInput> {
  const query = await readSearchParams(Query, searchParams);
  const { from, to } = windowOf(query, now);
  const subscription = query.subscriptionId ?? query.subscription;
  return {
    subscriptionIds: subscription ? [subscription] : [],
    include: includeOf(query),
    from, to,
    productId: query.productId, eventType: query.eventType, test: query.test ?? "hide", search: query.search,
    response: query.response, failure: query.failure, resent: query.resent,
  };
}

function includeOf(query: { status?: string; include?: string; subscription?: string }): ReplayInclude[] {
  const asked = REPLAY_INCLUDES.filter((state) => query.include?.split(",").includes(state));
  if (asked.length > 0) return asked;
  if (query.status === "waiting") return ["retrying"];
  if (query.status) return REPLAY_INCLUDES.filter((state) => state === query.status);
  return query.subscription ? ["failed", "retrying", "never"] : ["failed", "retrying"];
}

function windowOf(query: { period?: keyof typeof PERIOD_MS; day?: string; from?: string; to?: string }, now: Date): { from?: string; to?: string } {
  if (query.day) {
    const start = Date.parse(`${query.day}T00:00:00Z`);
    return { from: new Date(start).toISOString(), to: new Date(start + DAY_MS).toISOString() };
  }
  const ms = query.period && PERIOD_MS[query.period];
  return { from: query.from ?? (ms && !query.to ? new Date(now.getTime() - ms).toISOString() : undefined), to: query.to };
}
