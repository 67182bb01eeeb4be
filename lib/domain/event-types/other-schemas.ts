import { country, flag, id, integer, list, number, person, plan, product, says, schemaOf, shape, text, time } from "./schema-parts";

const member = shape({ code: text, name: text, email: text, phone: shape({ dddPhone: text, phone: text, dddCell: text, cell: text }) });
const offerKey = shape({ key: text, code: text });

export const cartSchema = schemaOf(
  { affiliate: flag, product, buyer: shape({ name: text, email: text, phone: text }), offer: shape({ code: text }), checkout_country: country },
  ["product", "buyer"],
);

export const cancellationSchema = schemaOf(
  {
    date_next_charge: says(time, "Access should last until then"), cancellation_date: time, actual_recurrence_value: number, product,
    subscriber: member, subscription: shape({ id, plan, status: text }),
  },
  ["product", "subscriber"],
);

export const switchPlanSchema = schemaOf(
  {
    switch_plan_date: time,
    subscription: shape({ subscriber_code: text, status: text, date_next_charge: time, product, user: shape({ email: text }) }),
    plans: says(list(shape({ id, name: text, offer: offerKey, current: flag })), "Two: the new one is `current`"),
  },
  ["subscription", "plans"],
);

export const chargeDateSchema = schemaOf(
  {
    subscriber: member,
    subscription: shape({ product, old_charge_day: integer, new_charge_day: integer, date_next_charge: says({ type: ["string", "integer"] }, "ISO 8601 here"), status: text }),
    plan: shape({ id, name: text, offer: offerKey }),
  },
  ["subscriber", "subscription"],
);

export const firstAccessSchema = schemaOf({ product, user: person }, ["product", "user"]);

export const moduleSchema = schemaOf({ product, user: person, module: shape({ id, name: text }) }, ["product", "user", "module"]);

const address = shape({ address: text, number: id, complement: text, neighborhood: text, city: text, state: text, zip_code: text, country: text });
const shopper = shape({ country: text, phone: text, document: text, name: text, time_zone: text, locale: text, ucode: text, email: text, address });

export const fulfilmentSchema = schemaOf(
  {
    purchase: shape({ id, transaction: text, status: text, full_price: { type: ["number", "object"] }, price: { type: ["number", "object"] }, approved_date: time, order_date: time, shopper }, ["transaction"]),
    line_items: list(shape({
      offer: shape({ price: { type: ["number", "object"] }, code: text }),
      product: shape({ id, ucode: text, name: text, format: text, support_email: text, seller: shape({ name: text, email: text, ucode: text, locale: text }) }),
      quantity: integer,
      variant: shape({ name: text, id, sku: text, attributes: list({ type: "object" }) }),
      dimension: says(shape({ depth: number, width: number, height: number, weight: number }), "Centimetres and kilograms"),
    })),
    delivery: shape({ method_type: text, delivery_time: { type: ["number", "string"] }, shipping_processing_time: { type: ["number", "string"] }, destination: { type: "object" } }),
    shipping: shape({ shipping_total_value: { type: ["number", "object"] }, carrier: shape({ name: text, code: text }), type: says(text, "FLAT_RATE, FREE_SHIPPING or FIXED_PRICE") }),
    fulfillment_service: shape({ service_type: says(text, "MANUAL or PARTNER"), service_name: text }),
    billing: says(shopper, "As shopper"),
  },
  ["purchase", "line_items"],
);
