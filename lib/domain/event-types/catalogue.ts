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

const text = { type: "string" };
const number = { type: "number" };
const id = { type: ["integer", "string"] };
const shape = (properties: Record<string, unknown>, required: string[] = []) => ({ type: "object", properties, required });
const list = (items: unknown) => ({ type: "array", items });
const product = shape({ id, ucode: text, name: text });
const person = shape({ name: text, email: text });
const money = shape({ value: number, currency_value: text });
const plan = shape({ id, name: text });
const schemaOf = (properties: Record<string, unknown>, required: string[]) => ({ $schema: "https://json-schema.org/draft/2020-12/schema", ...shape(properties, required) });

const orderSchema = schemaOf(
  {
    product,
    buyer: person,
    producer: shape({ name: text, document: text, legal_nature: text }),
    affiliates: list(shape({ affiliate_code: text, name: text })),
    commissions: list(shape({ value: number, currency_value: text, source: text })),
    purchase: shape(
      { transaction: text, status: text, order_date: { type: ["integer", "string"] }, approved_date: number, price: money, full_price: money,
        original_offer_price: money, payment: shape({ type: text, installments_number: { type: "integer" } }) },
      ["transaction", "status"],
    ),
    subscription: shape({ status: text, plan, subscriber: shape({ code: text }) }),
  },
  ["product", "purchase"],
);

const at = (iso: string) => Date.parse(iso);
const course = { id: 5140377, ucode: "0c1b6f2e-64a4-4f6b-9f0b-7f5ad3f8a2d1", name: "Fotografia com Celular", has_co_production: false };
const club = { id: 5218846, ucode: "b7a90d44-6d1e-4a57-8c35-2f7a6c1de093", name: "Clube de Receitas da Marina", has_co_production: false };
const buyer = { email: "camila.duarte@example.com", name: "Camila Duarte", first_name: "Camila", last_name: "Duarte", checkout_phone: "999990142", checkout_phone_code: "11",
  document: "00000000191", document_type: "CPF", address: { country: "Brasil", country_iso: "BR", zipcode: "01310100", state: "SP", city: "São Paulo" } };
const brl = (value: number) => ({ value, currency_value: "BRL" });

function order(status: string, more: { purchase?: object; payment?: object; product?: object; rest?: object } = {}): string {
  return JSON.stringify(
    {
      product: { ...course, ...more.product },
      affiliates: [{ affiliate_code: "", name: "" }],
      buyer,
      producer: { name: "Marina Prado Cursos Ltda", document: "00000000000191", legal_nature: "Pessoa Jurídica" },
      commissions: [{ value: 24.12, currency_value: "BRL", source: "MARKETPLACE" }, { value: 272.88, currency_value: "BRL", source: "PRODUCER" }],
      purchase: {
        transaction: "HP1902837465", status, order_date: at("2026-11-18T14:02:11Z"), full_price: brl(297), price: brl(297), original_offer_price: brl(297),
        offer: { code: "k3p9w2xa" }, origin: { src: "instagram", sck: "bio" }, checkout_country: { name: "Brasil", iso: "BR" }, order_bump: { is_order_bump: false },
        payment: { type: "CREDIT_CARD", installments_number: 1, ...more.payment }, invoice_by: "SELLER", business_model: "I", is_funnel: false, ...more.purchase,
      },
      ...more.rest,
    },
    null,
    2,
  );
}

const paid = { approved_date: at("2026-11-18T14:02:18Z") };
const guarantee = { warranty_date: "2026-11-25T00:00:00Z" };
const member = { subscription: { status: "ACTIVE", plan: { id: 781204, name: "Mensal" }, subscriber: { code: "Q7W3ZK1M" } } };
const json = (value: unknown) => JSON.stringify(value, null, 2);
const purchase = (name: string, title: string, description: string, samples: BuiltInEventType["samples"]): BuiltInEventType => ({ name, group: "purchases", title, description, schema: orderSchema, samples });
const one = (name: string, data: string) => [{ name, data }];

/** The event types that every workspace knows: those of events.md, in its order. */
export const EVENT_TYPES: readonly BuiltInEventType[] = [
  purchase("PURCHASE_APPROVED", "Purchase approved", "A payment was confirmed. Every successful renewal of a subscription fires it again.", [
    { name: "Card", data: order("APPROVED", { purchase: paid, product: guarantee }) },
    { name: "Pix", data: order("APPROVED", { purchase: paid, product: guarantee, payment: { type: "PIX" } }) },
    { name: "Subscription renewal", data: order("APPROVED", { product: club, purchase: { ...paid, recurrence_number: 3, date_next_charge: at("2026-12-18T12:00:00Z") }, rest: member }) },
  ]),
  purchase("PURCHASE_COMPLETE", "Purchase complete", "The refund period is over. It is not a second sale.", one("Card", order("COMPLETED", { purchase: paid, product: guarantee }))),
  purchase("PURCHASE_CANCELED", "Purchase cancelled", "A payment was refused or cancelled.", one("Card refused", order("CANCELED", { payment: { refusal_reason: "Saldo insuficiente." } }))),
  purchase("PURCHASE_BILLET_PRINTED", "Waiting for payment", "A boleto or a Pix code was made and is not paid yet.", [
    { name: "Pix", data: order("BILLET_PRINTED", { payment: { type: "PIX", pix_code: "00020126580014br.gov.bcb.pix0136example", pix_qrcode: "https://pay.example.com/pix/HP1902837465", pix_expiration_date: at("2026-11-20T14:02:11Z") } }) },
    { name: "Boleto", data: order("BILLET_PRINTED", { payment: { type: "BILLET", billet_barcode: "00190000090000000000000000000000000000029700", billet_url: "https://pay.example.com/billet/HP1902837465" } }) },
  ]),
  purchase("PURCHASE_PROTEST", "Refund requested", "The buyer asked for a refund.", one("Card", order("DISPUTE", { purchase: paid, product: guarantee }))),
  purchase("PURCHASE_REFUNDED", "Purchase refunded", "The buyer got the money back.", one("Card", order("REFUNDED", { purchase: paid, product: guarantee }))),
  purchase("PURCHASE_CHARGEBACK", "Chargeback", "The card issuer reversed the payment.", one("Card", order("CHARGEBACK", { purchase: paid, product: guarantee }))),
  purchase("PURCHASE_EXPIRED", "Purchase expired", "A boleto or Pix expired without being paid.", one("Pix", order("EXPIRED", { payment: { type: "PIX" } }))),
  purchase("PURCHASE_DELAYED", "Payment delayed", "A renewal's payment is late. Each failed new charge fires it again.", one("Renewal", order("DELAYED", { product: club, purchase: { recurrence_number: 4, date_next_charge: at("2026-12-18T12:00:00Z") }, rest: { subscription: { ...member.subscription, status: "DELAYED" } } }))),
  { name: "PURCHASE_OUT_OF_SHOPPING_CART", group: "cart", title: "Cart abandoned", description: "Someone left name and e-mail at the checkout and did not buy. Found every 30 minutes.",
    schema: schemaOf({ affiliate: { type: "boolean" }, product, buyer: person, offer: shape({ code: text }), checkout_country: shape({ name: text, iso: text }) }, ["product", "buyer"]),
    samples: one("Cart", json({ affiliate: false, product: { id: course.id, name: course.name }, buyer: { name: "Rafael Nogueira", email: "rafael.nogueira@example.com", phone: "5521999990187" }, offer: { code: "k3p9w2xa" }, checkout_country: { name: "Brasil", iso: "BR" } })) },
  { name: "SUBSCRIPTION_CANCELLATION", group: "subscriptions", title: "Subscription cancelled", description: "A subscription was cancelled. Access should last until the next charge date.",
    schema: schemaOf({ date_next_charge: number, cancellation_date: number, actual_recurrence_value: number, product, subscriber: shape({ code: text, name: text, email: text }), subscription: shape({ id, plan, status: text }) }, ["product", "subscriber"]),
    samples: one("By the customer", json({ date_next_charge: at("2026-12-18T12:00:00Z"), cancellation_date: at("2026-11-19T09:41:07.312Z"), actual_recurrence_value: 49.9, product: { id: club.id, name: club.name }, subscriber: { code: "Q7W3ZK1M", name: "Lucía Fernández", email: "lucia.fernandez@example.com", phone: { dddPhone: "", phone: "", dddCell: "11", cell: "999990133" } }, subscription: { id: 4402918, plan: { id: 781204, name: "Mensal" } } })) },
  { name: "SWITCH_PLAN", group: "subscriptions", title: "Plan changed", description: "A subscriber changed to another plan.",
    schema: schemaOf({ switch_plan_date: number, subscription: shape({ subscriber_code: text, status: text, date_next_charge: number, product, user: shape({ email: text }) }), plans: list(shape({ id, name: text, current: { type: "boolean" } })) }, ["subscription", "plans"]),
    samples: one("To a yearly plan", json({ switch_plan_date: at("2026-11-19T16:20:44.120Z"), subscription: { subscriber_code: "Q7W3ZK1M", status: "ACTIVE", date_next_charge: at("2026-12-18T12:00:00Z"), product: { id: club.id, name: club.name }, user: { email: "lucia.fernandez@example.com" } }, plans: [{ id: 781205, name: "Anual", offer: { code: "y8d2m4qs" }, current: true }, { id: 781204, name: "Mensal", offer: { code: "m1c7t9ve" }, current: false }] })) },
  { name: "UPDATE_SUBSCRIPTION_CHARGE_DATE", group: "subscriptions", title: "Charge date changed", description: "The day on which a subscription is charged was changed.",
    schema: schemaOf({ subscriber: shape({ name: text, email: text, code: text }), subscription: shape({ product, old_charge_day: { type: "integer" }, new_charge_day: { type: "integer" }, date_next_charge: { type: ["string", "integer"] }, status: text }), plan }, ["subscriber", "subscription"]),
    samples: one("From the 18th to the 5th", json({ subscriber: { name: "Lucía Fernández", email: "lucia.fernandez@example.com", code: "Q7W3ZK1M" }, subscription: { product: { id: club.id, name: club.name }, old_charge_day: 18, new_charge_day: 5, date_next_charge: "2026-12-05T12:00:00.000Z", status: "ACTIVE" }, plan: { offer: { code: "m1c7t9ve" }, name: "Mensal", id: 781204 } })) },
  { name: "CLUB_FIRST_ACCESS", group: "club", title: "First access", description: "A student opened a course for the first time.",
    schema: schemaOf({ product, user: person }, ["product", "user"]),
    samples: one("Student", json({ product: { id: course.id, name: course.name }, user: { name: "Camila Duarte", email: "camila.duarte@example.com" } })) },
  { name: "CLUB_MODULE_COMPLETED", group: "club", title: "Module completed", description: "A student finished a module of a course.",
    schema: schemaOf({ product, user: person, module: shape({ id, name: text }) }, ["product", "user", "module"]),
    samples: one("Student", json({ product: { id: String(course.id), name: course.name }, user: { name: "Camila Duarte", email: "camila.duarte@example.com" }, module: { id: "n7Kq2LxP4e", name: "Luz natural" } })) },
  { name: "ORDER_FULFILLMENT", group: "logistics", title: "Order ready to ship", description: "An order of a physical product is ready for fulfilment.",
    schema: schemaOf({ purchase: shape({ id, transaction: text, status: text, shopper: person }), line_items: list(shape({ product, quantity: { type: "integer" } })), delivery: { type: "object" }, shipping: { type: "object" }, fulfillment_service: { type: "object" }, billing: { type: "object" } }, ["purchase", "line_items"]),
    samples: one("Book", json({ purchase: { full_price: 89.9, price: 74.9, approved_date: at("2026-11-18T14:02:18Z"), order_date: at("2026-11-18T14:02:11Z"), id: 990214873, transaction: "HP1902837501", status: "APPROVED", shopper: { country: "BR", phone: "5511999990142", document: "00000000191", name: "Camila Duarte", locale: "pt_BR", email: "camila.duarte@example.com", address: { address: "Avenida Paulista", number: "1000", neighborhood: "Bela Vista", city: "São Paulo", state: "SP", zip_code: "01310100", country: "BR" } } }, line_items: [{ offer: { price: 74.9, code: "b5r8n1zt" }, product: { id: 5301192, name: "Caderno de Receitas", format: "PHYSICAL", ucode: "5d0be1f7-33c2-4b0e-a1c9-8e6f24d7b915" }, quantity: 1, dimension: { depth: 2, width: 15, height: 21, weight: 0.4 } }], delivery: { method_type: "SHIPPING", delivery_time: 6 }, shipping: { shipping_total_value: 15, carrier: { name: "Correios", code: "correios" }, type: "FLAT_RATE" }, fulfillment_service: { service_type: "MANUAL", service_name: "MANUAL" } })) },
];

const byName = new Map(EVENT_TYPES.map((type) => [type.name, type]));

/** The built-in event type of this name. */
export function findEventType(name: string): BuiltInEventType | undefined {
  return byName.get(name);
}
