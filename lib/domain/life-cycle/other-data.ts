import { MONTHLY, nextCharge, orderData, productRef, wholeSeconds } from "./order-data";
import type { Facts, Sale } from "./facts";

const YEARLY = { id: 781_205, name: "Anual" };
const named = ({ product }: Facts) => ({ id: product.id, name: product.name });

/** Someone left name and e-mail at the checkout and did not buy. */
export function cartData(facts: Facts): Record<string, unknown> {
  return { affiliate: false, product: named(facts), buyer: facts.buyer, offer: { code: facts.offer }, checkout_country: { name: "Brasil", iso: "BR" } };
}

/** A customer's subscription ends. @param paidAt its last payment: access lasts until the charge that would have come next */
export function cancellationData(facts: Facts, cancelledAt: Date, paidAt: Date): Record<string, unknown> {
  return {
    date_next_charge: nextCharge(paidAt).getTime(), cancellation_date: cancelledAt.getTime(), actual_recurrence_value: facts.product.price, product: named(facts),
    subscriber: { code: facts.subscriber, ...facts.buyer }, subscription: { id: facts.customerSubscriptionId, plan: MONTHLY },
  };
}

/** A subscriber goes from the monthly plan to the yearly one. */
export function switchPlanData(facts: Facts, switchedAt: Date, paidAt: Date): Record<string, unknown> {
  const subscription = { subscriber_code: facts.subscriber, status: "ACTIVE", date_next_charge: nextCharge(paidAt).getTime(), product: named(facts), user: { email: facts.buyer.email } };
  const plans = [{ ...YEARLY, offer: { code: `${facts.offer.slice(0, 7)}y` }, current: true }, { ...MONTHLY, offer: { code: facts.offer }, current: false }];
  return { switch_plan_date: switchedAt.getTime(), subscription, plans };
}

/** The day of the month on which a customer's subscription is charged moves to the 5th. */
export function chargeDateData(facts: Facts, paidAt: Date): Record<string, unknown> {
  const before = nextCharge(paidAt);
  const next = new Date(Date.UTC(before.getUTCFullYear(), before.getUTCMonth() + (before.getUTCDate() > 5 ? 1 : 0), 5, 12));
  const subscription = { product: named(facts), old_charge_day: before.getUTCDate(), new_charge_day: 5, date_next_charge: next.toISOString(), status: "ACTIVE" };
  return { subscriber: { ...facts.buyer, code: facts.subscriber }, subscription, plan: { offer: { code: facts.offer }, ...MONTHLY } };
}

/** A student opens a course for the first time. */
export function firstAccessData(facts: Facts): Record<string, unknown> {
  return { product: named(facts), user: facts.buyer };
}

const MODULES = [{ id: "n7Kq2LxP4e", name: "Boas-vindas" }, { id: "b3Vw9RtY1c", name: "Primeiros passos" }, { id: "k8Jd5MzQ6h", name: "Na prática" }] as const;

/** A student finishes a module. The product's id is a text here, and only here. @param number from 0 */
export function moduleData(facts: Facts, number: number): Record<string, unknown> {
  return { product: { ...named(facts), id: String(facts.product.id) }, user: facts.buyer, module: MODULES[number % MODULES.length] };
}

/** A paid order is ready to be shipped. */
export function fulfilmentData(facts: Facts, sale: Sale): Record<string, unknown> {
  const { product, buyer } = facts;
  const shipping = 15;
  const { purchase } = orderData(facts, sale, "APPROVED") as { purchase: Record<string, unknown> };
  const address = { address: "Avenida Paulista", number: "1000", neighborhood: "Bela Vista", city: "São Paulo", state: "SP", zip_code: "01310100", country: "BR" };
  const shopper = { country: "BR", name: buyer.name, locale: "pt_BR", email: buyer.email, address };
  return {
    purchase: {
      full_price: product.price + shipping, price: product.price, ...(sale.approvedAt ? { approved_date: wholeSeconds(sale.approvedAt) } : {}), order_date: purchase.order_date,
      id: Number(sale.transaction.slice(2)), transaction: sale.transaction, status: "APPROVED", shopper,
    },
    line_items: [{ offer: { price: product.price, code: facts.offer }, product: { ...productRef(facts), format: "PHYSICAL" }, quantity: 1, dimension: { depth: 2, width: 15, height: 21, weight: 0.4 } }],
    delivery: { shipping_processing_time: 2, method_type: "SHIPPING", delivery_time: 6, destination: address },
    shipping: { shipping_total_value: shipping, carrier: { name: "Correios", code: "correios" }, type: "FLAT_RATE" },
    fulfillment_service: { service_type: "MANUAL", service_name: "MANUAL" },
    billing: shopper,
  };
}
