import { after, between, DAY_MS, HOUR_MS, midnight, newSale, SECOND_MS, type Facts, type Happening, type PaymentType, type Random, type Sale } from "./facts";
import { nextCharge, orderData, type OrderStatus } from "./order-data";
import { cancellationData, cartData, chargeDateData, firstAccessData, fulfilmentData, moduleData, switchPlanData } from "./other-data";

// Waits are those that were seen in real captures, see the times of each.

/** A sale up to the moment in which it is paid. */
export interface Paid {
  sale: Sale & { approvedAt: Date };
  happenings: Happening[];
}

/** A payment of the first or a later charge goes through: a card in seconds, a renewal in about 100, Pix and boleto when the buyer pays. */
export function pay(facts: Facts, begin: Date, payment: PaymentType, random: Random, recurrence = 1): Paid {
  const ordered = newSale(begin, payment, random, recurrence);
  const printed = payment === "CREDIT_CARD" ? [] : [order(facts, ordered, "PURCHASE_BILLET_PRINTED", "BILLET_PRINTED", after(begin, between(random, 5, 7) * SECOND_MS))];
  const takesMs = payment === "PIX" ? between(random, 0.1, 5) * HOUR_MS : payment === "BILLET" ? between(random, 8, 50) * HOUR_MS : recurrence > 1 ? between(random, 94, 98) * SECOND_MS : 3 * SECOND_MS;
  const approvedAt = after(begin, takesMs);
  // Seven days in most captures, fifteen in some; why is not known.
  const sale = { ...ordered, approvedAt, warrantyUntil: midnight(approvedAt, random() < 0.8 ? 7 : 15) };
  return { sale, happenings: [...printed, order(facts, sale, "PURCHASE_APPROVED", "APPROVED", after(approvedAt, 4 * SECOND_MS))] };
}

/** The refund period is over: found by a sweep the morning after. */
export function complete(facts: Facts, { sale }: Paid, random: Random): Happening {
  return order(facts, sale, "PURCHASE_COMPLETE", "COMPLETED", after(sale.warrantyUntil!, DAY_MS + between(random, 4.35, 11.9) * HOUR_MS));
}

/** A card is refused within seconds. */
export function refuseCard(facts: Facts, begin: Date, random: Random): Happening[] {
  const sale = { ...newSale(begin, "CREDIT_CARD", random), refusalReason: random() < 0.6 ? "Saldo insuficiente." : "Transaction refused" };
  return [order(facts, sale, "PURCHASE_CANCELED", "CANCELED", after(begin, between(random, 5, 9) * SECOND_MS))];
}

/** A Pix or boleto is printed and never paid. */
export function letExpire(facts: Facts, begin: Date, payment: "PIX" | "BILLET", random: Random): Happening[] {
  const sale = newSale(begin, payment, random);
  const expiresAt = after(begin, (payment === "PIX" ? 2 : 4) * DAY_MS);
  return [order(facts, sale, "PURCHASE_BILLET_PRINTED", "BILLET_PRINTED", after(begin, between(random, 5, 7) * SECOND_MS)), order(facts, sale, "PURCHASE_EXPIRED", "EXPIRED", expiresAt)];
}

/** The buyer asks for the money back, hours to days after paying, and gets it in a nightly batch (03:18–03:27 UTC). */
export function refund(facts: Facts, { sale }: Paid, random: Random): Happening[] {
  const askedAt = after(sale.approvedAt, between(random, 9, 6 * 24) * HOUR_MS);
  const refundedAt = after(midnight(after(askedAt, 14 * HOUR_MS), 1), between(random, 198, 207) * 60 * SECOND_MS);
  return [order(facts, sale, "PURCHASE_PROTEST", "DISPUTE", askedAt), order(facts, sale, "PURCHASE_REFUNDED", "REFUNDED", refundedAt)];
}

/** The card's issuer takes the money back a month later. */
export function chargeBack(facts: Facts, { sale }: Paid): Happening {
  return order(facts, sale, "PURCHASE_CHARGEBACK", "CHARGEBACK", after(sale.approvedAt, 31.8 * DAY_MS));
}

/** The next charge of a customer's subscription is paid. */
export function renew(facts: Facts, { sale }: Paid, random: Random): Paid {
  return pay(facts, nextCharge(sale.orderedAt), "CREDIT_CARD", random, sale.recurrence + 1);
}

/** The next charge is not paid: each try tells so again, within hours. @param tries how often */
export function delay(facts: Facts, { sale }: Paid, tries: number, random: Random): Happening[] {
  const late = newSale(nextCharge(sale.orderedAt), "CREDIT_CARD", random, sale.recurrence + 1);
  return Array.from({ length: tries }, (_, index) =>
    order(facts, late, "PURCHASE_DELAYED", "DELAYED", after(late.orderedAt, between(random, 96, 102) * SECOND_MS + index * 1.4 * HOUR_MS)));
}

/** A customer's subscription ends. */
export function cancel(facts: Facts, { sale }: Paid, at: Date): Happening {
  return { eventType: "SUBSCRIPTION_CANCELLATION", at, data: cancellationData(facts, after(at, -90), sale.orderedAt) };
}

/** The subscriber changes the plan, and then the day on which it is charged. */
export function changePlan(facts: Facts, { sale }: Paid, random: Random): Happening[] {
  const switchedAt = after(sale.approvedAt, between(random, 2, 12) * DAY_MS);
  return [
    { eventType: "SWITCH_PLAN", at: switchedAt, data: switchPlanData(facts, after(switchedAt, -90), sale.orderedAt) },
    { eventType: "UPDATE_SUBSCRIPTION_CHARGE_DATE", at: after(switchedAt, between(random, 0.1, 60) * HOUR_MS), data: chargeDateData(facts, sale.orderedAt) },
  ];
}

/** A cart is left. It is looked for every half hour, so that it is told late and in batches. */
export function abandonCart(facts: Facts, begin: Date): Happening[] {
  const halfHourMs = HOUR_MS / 2;
  return [{ eventType: "PURCHASE_OUT_OF_SHOPPING_CART", at: new Date((Math.floor(begin.getTime() / halfHourMs) + 2) * halfHourMs), data: cartData(facts) }];
}

/** A student opens the course and finishes modules, days apart. */
export function study(facts: Facts, from: Date, modules: number, random: Random): Happening[] {
  const openedAt = after(from, between(random, 0.2, 30) * HOUR_MS);
  const finished = Array.from({ length: modules }, (_, number) => after(openedAt, (number + between(random, 0.2, 1)) * 3 * DAY_MS));
  return [
    { eventType: "CLUB_FIRST_ACCESS", at: openedAt, data: firstAccessData(facts) },
    ...finished.map((at, number) => ({ eventType: "CLUB_MODULE_COMPLETED", at, data: moduleData(facts, number) })),
  ];
}

/** A paid order of a physical product is ready to be shipped. */
export function ship(facts: Facts, { sale }: Paid, random: Random): Happening {
  return { eventType: "ORDER_FULFILLMENT", at: after(sale.approvedAt, between(random, 2, 30) * 60 * SECOND_MS), data: fulfilmentData(facts, sale) };
}

function order(facts: Facts, sale: Sale, eventType: string, status: OrderStatus, at: Date): Happening {
  return { eventType, at, data: orderData(facts, sale, status) };
}
