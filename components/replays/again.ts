import type { PlanReplayInput } from "@/lib/services/replays/plan";
import type { ReplayDetail } from "@/lib/services/replays/read";

/** What failed in a replay, as a replay of its own. What it asked of earlier answers is left out: those are others now. */
export function failedAgain({ from, to, targets, filter, keepOrder, ratePerSec, retries }: ReplayDetail): PlanReplayInput {
  return {
    subscriptionIds: targets.filter(({ subscription }) => subscription.status !== "deleted").map(({ subscription }) => subscription.id),
    from: new Date(from).toISOString(), to: new Date(to).toISOString(), include: ["failed"], test: filter.test, keepOrder, ratePerSec, retries,
    ...(filter.eventIds ? { eventIds: filter.eventIds } : {}), ...(filter.product ? { productId: filter.product.id } : {}),
    ...(filter.eventType ? { eventType: filter.eventType } : {}), ...(filter.search ? { search: filter.search } : {}),
  };
}
