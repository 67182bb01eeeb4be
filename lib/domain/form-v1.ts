/** A body as it goes out, and its content type. */
export interface RenderedBody {
  contentType: string;
  body: string;
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

// Where each field of format 1.0.0 stands in the payload of format 2.0.0, in the order in which it is sent.
const FIELDS: [name: string, ...paths: string[]][] = [
  ["prod", "product.id"], ["prod_name", "product.name"], ["off", "purchase.offer.code"], ["price", "purchase.price.value"],
  ["aff", "affiliates.0.affiliate_code"], ["aff_name", "affiliates.0.name"],
  ["email", "buyer.email"], ["name", "buyer.name"], ["first_name", "buyer.first_name"], ["last_name", "buyer.last_name"],
  ["doc", "buyer.document"], ["doc_type", "buyer.document_type"],
  ["phone_checkout_local_code", "buyer.checkout_phone_code"], ["phone_checkout_number", "buyer.checkout_phone"],
  ["address", "buyer.address.address"], ["address_number", "buyer.address.number"], ["address_comp", "buyer.address.complement"],
  ["address_district", "buyer.address.neighborhood"], ["address_city", "buyer.address.city"], ["address_state", "buyer.address.state"],
  ["address_country", "buyer.address.country"], ["address_zip_code", "buyer.address.zipcode"],
  ["transaction", "purchase.transaction"], ["xcod", "purchase.origin.xcod"], ["src", "purchase.origin.src"], ["sck", "purchase.origin.sck"],
  ["status", "purchase.status"], ["payment_type", "purchase.payment.type"],
  ["name_subscription_plan", "subscription.plan.name"], ["subscriber_code", "subscription.subscriber.code"],
  ["subscription_status", "subscription.status"], ["recurrency", "purchase.recurrence_number"],
  ["cms_marketplace", "commissions[MARKETPLACE].value"], ["cms_vendor", "commissions[PRODUCER].value"],
  ["cms_aff", "commissions[AFFILIATE].value"], ["cms_aff_currency", "commissions[AFFILIATE].currency_value"],
  ["coupon_code", "purchase.offer.coupon_code"], ["purchase_date", "purchase.order_date"],
  ["confirmation_purchase_date", "purchase.approved_date"], ["warranty_date", "product.warranty_date"],
  ["billet_url", "purchase.payment.billet_url"], ["billet_barcode", "purchase.payment.billet_barcode"],
  ["currency", "purchase.price.currency_value"], ["original_offer_price", "purchase.original_offer_price.value"],
  ["full_price", "purchase.full_price.value"], ["installments_number", "purchase.payment.installments_number"],
  ["refusal_reason", "purchase.payment.refusal_reason"], ["producer_name", "producer.name"], ["producer_document", "producer.document"],
  ["producer_legal_nature", "producer.legal_nature"], ["product_support_email", "product.support_email"],
  ["has_co_production", "product.has_co_production"],
];

/**
 * The body in format 1.0.0: purchase events as one flat form, all others as the JSON that format 2.0.0 sends.
 * Numbers keep the digits they came with.
 * @param hottok the form's first field, when the subscription has one
 */
export function renderFormV1(eventType: string, envelopeBody: string, hottok: string | null): RenderedBody {
  const isForm = eventType.startsWith("PURCHASE_") && eventType !== "PURCHASE_OUT_OF_SHOPPING_CART";
  if (!isForm) return { contentType: "application/json", body: envelopeBody };
  const { data } = parseExactly(envelopeBody) as { data: Json };
  const form = new URLSearchParams();
  if (hottok !== null) form.set("hottok", hottok);
  for (const [name, ...paths] of FIELDS) {
    const value = paths.map((path) => valueAt(data, path)).find((found) => found !== undefined);
    if (value === undefined) continue;
    // Format 1.0.0 writes its words in lower case: approved, billet_printed, credit_card.
    form.set(name, name === "status" || name === "payment_type" || name === "subscription_status" ? value.toLowerCase() : value);
  }
  return { contentType: "application/x-www-form-urlencoded", body: form.toString() };
}

/** JSON with each number as the text it was written in: an id beyond 2^53 survives. */
function parseExactly(text: string): Json {
  return (JSON.parse as (text: string, reviver: (key: string, value: Json, context: { source?: string }) => Json) => Json)(text, (_key, value, context) =>
    typeof value === "number" ? (context.source ?? value) : value,
  );
}

/** The text at a path; `list[WORD]` is the element whose `source` is that word. */
function valueAt(data: Json, path: string): string | undefined {
  let value: Json | undefined = data;
  for (const step of path.split(".")) {
    const [, key, source] = /^([^[]+)(?:\[(\w+)\])?$/.exec(step)!;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key!)) return undefined;
    value = (value as Record<string, Json>)[key!];
    if (source && Array.isArray(value)) value = value.find((item) => typeof item === "object" && item !== null && !Array.isArray(item) && item.source === source);
  }
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}
