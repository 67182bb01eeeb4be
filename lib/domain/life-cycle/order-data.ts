import { DAY_MS, HOUR_MS, SECOND_MS, after, midnight, type Facts, type Sale } from "./facts";

/** The state of a payment, as it stands in the payload. */
export type OrderStatus = "APPROVED" | "COMPLETED" | "CANCELED" | "BILLET_PRINTED" | "DISPUTE" | "REFUNDED" | "CHARGEBACK" | "EXPIRED" | "DELAYED";

/** `data` of the order events. What is not known is left out, never null, as real ones do. */
export function orderData(facts: Facts, sale: Sale, status: OrderStatus): Record<string, unknown> {
  const { product, buyer, currency } = facts;
  const money = (value: number) => ({ value, currency_value: currency });
  const fee = cents(product.price * 0.099);
  return {
    product: {
      ...productRef(facts), has_co_production: false,
      ...(sale.warrantyUntil ? { warranty_date: sale.warrantyUntil.toISOString().replace(".000", "") } : {}),
      is_physical_product: product.isPhysical ?? false,
    },
    affiliates: [{ affiliate_code: "", name: "" }],
    buyer: { email: buyer.email, name: buyer.name, ...names(buyer.name) },
    producer: { name: facts.producer },
    commissions: [{ ...money(fee), source: "MARKETPLACE" }, { ...money(cents(product.price - fee)), source: "PRODUCER" }],
    purchase: {
      transaction: sale.transaction,
      status,
      order_date: wholeSeconds(sale.orderedAt),
      ...(sale.approvedAt ? { approved_date: wholeSeconds(sale.approvedAt) } : {}),
      ...(product.isRecurring ? { recurrence_number: sale.recurrence, date_next_charge: nextCharge(sale.orderedAt).getTime(), subscription_anticipation_purchase: false } : {}),
      full_price: money(product.price),
      price: money(product.price),
      original_offer_price: money(product.price),
      offer: { code: facts.offer },
      checkout_country: { name: "Brasil", iso: "BR" },
      order_bump: { is_order_bump: false },
      payment: { type: sale.payment, installments_number: 1, ...(sale.refusalReason ? { refusal_reason: sale.refusalReason } : {}), ...(status === "BILLET_PRINTED" ? slip(sale) : {}) },
      invoice_by: "SELLER",
      business_model: "I",
      is_funnel: false,
    },
    ...(product.isRecurring ? { subscription: { status: status === "DELAYED" ? "DELAYED" : status === "CANCELED" ? "INACTIVE" : "ACTIVE", plan: MONTHLY, subscriber: { code: facts.subscriber } } } : {}),
  };
}

/** The plan that customers' subscriptions begin with. */
export const MONTHLY = { id: 781_204, name: "Mensal" };

/** How a product is named in a payload. */
export function productRef({ product }: Facts) {
  return { id: product.id, ...(product.ucode ? { ucode: product.ucode } : {}), name: product.name };
}

/** The next charge of a customer's subscription: always at noon UTC. */
export function nextCharge(chargedAt: Date): Date {
  return after(midnight(chargedAt, 30), 12 * HOUR_MS);
}

/** Milliseconds as order dates have them: whole seconds. */
export function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / SECOND_MS) * SECOND_MS;
}

/** Rounds money to what can be paid. */
function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

function names(name: string): { first_name: string; last_name: string } {
  const [first, ...rest] = name.trim().split(/\s+/);
  return { first_name: first ?? "", last_name: rest.join(" ") };
}

/** What a buyer pays by, when it is a Pix or a boleto. */
function slip({ payment, transaction, orderedAt }: Sale): Record<string, unknown> {
  if (payment === "PIX") {
    return { pix_code: `00020126580014br.gov.bcb.pix0136${transaction}`, pix_qrcode: `https://pay.example.com/pix/${transaction}`, pix_expiration_date: wholeSeconds(after(orderedAt, 2 * DAY_MS)) };
  }
  return { billet_barcode: `0019${transaction.slice(2).padStart(40, "0")}`, billet_url: `https://pay.example.com/billet/${transaction}` };
}
