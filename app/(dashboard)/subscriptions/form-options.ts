import { listProductChoices } from "@/lib/services/products/list";
import { listEventTypeGroups } from "@/lib/services/subscriptions/list-event-types";
import { outboundPolicy } from "@/lib/web/outbound-policy";
import type { SessionCtx } from "@/lib/web/session";
import type { FormOptions } from "./subscription-form";

const PRODUCTS_SHOWN = 30;

/** What a subscription's form offers. */
export async function readFormOptions(ctx: SessionCtx): Promise<FormOptions> {
  const [page, eventTypes] = await Promise.all([listProductChoices({ ctx, input: { limit: PRODUCTS_SHOWN } }), listEventTypeGroups({ ctx })]);
  return {
    products: { products: page.data.map(({ id, name, externalId }) => ({ id, name, externalId })), hasMore: page.next !== null },
    eventTypes,
    isLoopbackAllowed: outboundPolicy().allowedRanges.includes("127.0.0.0/8"),
  };
}
