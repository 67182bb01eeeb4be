import { showId } from "@/lib/domain/ids";
import type { DeliverySummary } from "@/lib/services/deliveries/read";
import type { EventFilters } from "./filters";

/** Of an event's deliveries, those that the filters ask for. One that has changed since is no reason to show none: then all of the subscription's, or all. */
export function deliveriesAsked(deliveries: DeliverySummary[], { status, subscriptionId, response, failure }: EventFilters): DeliverySummary[] {
  const ofSubscription = subscriptionId ? deliveries.filter((one) => one.subscription.id === showId("subscription", subscriptionId)) : deliveries;
  const answered = (code: number | null) => code !== null && (response!.endsWith("xx") ? String(code)[0] === response![0] : String(code) === response);
  const asked = ofSubscription.filter((one) => (!status || one.status === status) && (!response || answered(one.lastResponseStatus)) && (!failure || one.lastFailureKind === failure));
  return [asked, ofSubscription, deliveries].find((some) => some.length > 0) ?? [];
}
