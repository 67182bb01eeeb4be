import { ORDER_SAMPLES } from "./order-samples";
import { orderSchema } from "./order-schema";
import { cancellationSchema, cartSchema, chargeDateSchema, firstAccessSchema, fulfilmentSchema, moduleSchema, switchPlanSchema } from "./other-schemas";
import { OTHER_SAMPLES } from "./other-samples";

/** A kind of event that every workspace knows. */
export interface BuiltInEventType {
  name: string;
  group: EventTypeGroup;
  title: string;
  /** What fires it. */
  description: string;
  /** JSON Schema 2020-12 of `data`, as permissive as what really comes. */
  schema: Record<string, unknown>;
  /** `data` as JSON text. */
  samples: { name: string; data: string }[];
}
export const EVENT_TYPE_GROUPS = ["purchases", "subscriptions", "cart", "club", "logistics"] as const;
export type EventTypeGroup = (typeof EVENT_TYPE_GROUPS)[number];


const SAMPLES: Record<string, Record<string, string>> = { ...ORDER_SAMPLES, ...OTHER_SAMPLES };

function define(name: string, group: EventTypeGroup, title: string, description: string, schema: BuiltInEventType["schema"] = orderSchema): BuiltInEventType {
  return { name, group, title, description, schema, samples: Object.entries(SAMPLES[name]!).map(([label, data]) => ({ name: label, data })) };
}

/** The event types that every workspace knows: those of events.md, in its order. */
export const EVENT_TYPES: readonly BuiltInEventType[] = [
  define("PURCHASE_APPROVED", "purchases", "Purchase approved", "A payment was confirmed. Every successful renewal of a subscription fires it again."),
  define("PURCHASE_COMPLETE", "purchases", "Purchase complete", "The refund period is over. It is not a second sale."),
  define("PURCHASE_CANCELED", "purchases", "Purchase cancelled", "A payment was refused or cancelled."),
  define("PURCHASE_BILLET_PRINTED", "purchases", "Waiting for payment", "A boleto or a Pix code was made and is not paid yet."),
  define("PURCHASE_PROTEST", "purchases", "Refund requested", "The buyer asked for a refund."),
  define("PURCHASE_REFUNDED", "purchases", "Purchase refunded", "The buyer got the money back."),
  define("PURCHASE_CHARGEBACK", "purchases", "Chargeback", "The card issuer reversed the payment."),
  define("PURCHASE_EXPIRED", "purchases", "Purchase expired", "A boleto or Pix expired without being paid."),
  define("PURCHASE_DELAYED", "purchases", "Payment delayed", "A renewal's payment is late. Each failed new charge fires it again."),
  define("PURCHASE_OUT_OF_SHOPPING_CART", "cart", "Cart abandoned", "Someone left name and e-mail at the checkout and did not buy. Found every 30 minutes.", cartSchema),
  define("SUBSCRIPTION_CANCELLATION", "subscriptions", "Subscription cancelled", "A subscription was cancelled. Access should last until the next charge date.", cancellationSchema),
  define("SWITCH_PLAN", "subscriptions", "Plan changed", "A subscriber changed to another plan.", switchPlanSchema),
  define("UPDATE_SUBSCRIPTION_CHARGE_DATE", "subscriptions", "Charge date changed", "The day on which a subscription is charged was changed.", chargeDateSchema),
  define("CLUB_FIRST_ACCESS", "club", "First access", "A student opened a course for the first time.", firstAccessSchema),
  define("CLUB_MODULE_COMPLETED", "club", "Module completed", "A student finished a module of a course.", moduleSchema),
  define("ORDER_FULFILLMENT", "logistics", "Order ready to ship", "An order of a physical product is ready for fulfilment.", fulfilmentSchema),
];

const byName = new Map(EVENT_TYPES.map((type) => [type.name, type]));

/** The built-in event type of this name. */
export function findEventType(name: string): BuiltInEventType | undefined {
  return byName.get(name);
}
