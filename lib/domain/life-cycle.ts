/** An event of an invented history: what a seller's platform would have sent, and when. */
export interface LifeEvent {
  eventType: string;
  at: Date;
  productIndex: number;
  data: Record<string, unknown>;
}

export interface LifeProduct {
  id: number;
  ucode: string;
  name: string;
  price: number;
  isRecurring: boolean;
}

type Random = () => number;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const NAMES = ["Ana Souza", "Bruno Lima", "Carla Mendes", "Diego Rocha", "Elena García", "Felipe Alves", "Gabriela Nunes", "Hugo Pereira", "Isabel Torres", "João Martins", "Karina Dias", "Lucas Ribeiro", "María López", "Nicolás Vega", "Olívia Castro", "Paulo Freitas", "Renata Gomes", "Sofía Herrera", "Thiago Barros", "Valentina Cruz"];

/** A small seeded generator (mulberry32, Tommy Ettinger, public domain): the same history for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A history of buyers' lives over a span of time, oldest event first. Shares and waits follow what real captures show
 * (refusals within seconds, Pix paid within hours, refunds in a nightly batch, completion the day after the warranty).
 * @param target about how many events
 */
export function inventHistory(products: LifeProduct[], span: { from: Date; to: Date }, target: number, random: Random): LifeEvent[] {
  const events: LifeEvent[] = [];
  const days = (span.to.getTime() - span.from.getTime()) / DAY;
  for (let life = 0; events.filter((event) => event.at < span.to).length < target && life < target * 3; life++) {
    // More by day than by night (São Paulo, UTC−3), fewer at weekends.
    const hour = 11 + Math.floor((random() + random()) * 7.5);
    const begin = new Date(span.from.getTime() + Math.floor(random() * days) * DAY + hour * HOUR + random() * HOUR);
    if ((begin.getUTCDay() === 0 || begin.getUTCDay() === 6) && random() < 0.4) continue;
    const pick = random();
    const productIndex = pick < 0.5 ? 0 : pick < 0.8 ? 1 : 2;
    events.push(...inventLife(products[productIndex]!, productIndex, begin, random));
  }
  return events.filter((event) => event.at >= span.from && event.at < span.to).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function inventLife(product: LifeProduct, productIndex: number, begin: Date, random: Random): LifeEvent[] {
  const buyer = inventBuyer(random);
  const isPix = random() < 0.35;
  const sale = { transaction: `HP${Math.floor(1e9 + random() * 9e9)}`, orderedAt: begin, payment: isPix ? "PIX" : "CREDIT_CARD", recurrence: 1, subscriber: code(random) };
  const event = (eventType: string, at: Date, status: string, more: Record<string, unknown> = {}): LifeEvent => ({
    eventType, at, productIndex, data: purchaseData(product, buyer, sale, status, more),
  });
  const after = (ms: number) => new Date(begin.getTime() + ms);
  const fate = random();
  if (fate < 0.12) {
    const data = { affiliate: false, product: { id: product.id, name: product.name }, buyer: { name: buyer.name, email: buyer.email }, offer: { code: "n82b9jqz" }, checkout_country: { name: "Brasil", iso: "BR" } };
    return [{ eventType: "PURCHASE_OUT_OF_SHOPPING_CART", at: after(30 * 60 * SECOND), productIndex, data }];
  }
  if (fate < 0.22) return [event("PURCHASE_CANCELED", after((5 + random() * 4) * SECOND), "CANCELED", { refusal_reason: "Saldo insuficiente." })];
  const life: LifeEvent[] = [];
  let approvedAt = after((product.isRecurring ? 98 : 7) * SECOND);
  if (isPix) {
    life.push(event("PURCHASE_BILLET_PRINTED", after(6 * SECOND), "BILLET_PRINTED"));
    if (fate < 0.32) return [...life, event("PURCHASE_EXPIRED", after(2 * DAY), "EXPIRED")];
    approvedAt = after((0.1 + random() * 5) * HOUR);
  }
  const approved = { approved_date: Math.floor(approvedAt.getTime() / SECOND) * SECOND };
  life.push(event("PURCHASE_APPROVED", approvedAt, "APPROVED", approved));
  const afterApproval = (ms: number) => new Date(approvedAt.getTime() + ms);
  if (random() < 0.3) {
    const data = { product: { id: product.id, name: product.name }, user: { name: buyer.name, email: buyer.email } };
    life.push({ eventType: "CLUB_FIRST_ACCESS", at: afterApproval((0.2 + random() * 30) * HOUR), productIndex, data });
  }
  if (fate < 0.38) {
    const askedAt = afterApproval(9 * HOUR + random() * 6 * DAY);
    // Refunds are seen at 03:18–03:27 UTC only: a nightly batch.
    const refundedAt = new Date(Math.ceil((askedAt.getTime() + 14 * HOUR) / DAY) * DAY + 3.3 * HOUR + random() * 9 * 60 * SECOND);
    return [...life, event("PURCHASE_PROTEST", askedAt, "DISPUTE", approved), event("PURCHASE_REFUNDED", refundedAt, "REFUNDED", approved)];
  }
  if (fate < 0.39) return [...life, event("PURCHASE_CHARGEBACK", afterApproval(31.8 * DAY), "CHARGEBACK", approved)];
  const completedAt = new Date((Math.floor(approvedAt.getTime() / DAY) + 8) * DAY + (4.4 + random() * 7) * HOUR);
  life.push(event("PURCHASE_COMPLETE", completedAt, "COMPLETED", approved));
  if (product.isRecurring && random() < 0.7) {
    const renewedAt = afterApproval(30 * DAY);
    const next = { ...sale, transaction: `HP${Math.floor(1e9 + random() * 9e9)}`, orderedAt: renewedAt, recurrence: 2 };
    const isLate = random() < 0.2;
    life.push({ eventType: isLate ? "PURCHASE_DELAYED" : "PURCHASE_APPROVED", at: new Date(renewedAt.getTime() + 99 * SECOND), productIndex, data: purchaseData(product, buyer, next, isLate ? "DELAYED" : "APPROVED", {}) });
    if (isLate) {
      const cancelledAt = new Date(renewedAt.getTime() + 5 * DAY);
      const data = { date_next_charge: cancelledAt.getTime(), cancellation_date: cancelledAt.getTime() - 90, actual_recurrence_value: product.price, product: { id: product.id, name: product.name }, subscriber: { code: sale.subscriber, name: buyer.name, email: buyer.email }, subscription: { id: Math.floor(random() * 1e6), plan: { id: 71, name: "Mensal" } } };
      life.push({ eventType: "SUBSCRIPTION_CANCELLATION", at: cancelledAt, productIndex, data });
    }
  }
  return life;
}

function inventBuyer(random: Random) {
  const name = NAMES[Math.floor(random() * NAMES.length)]!;
  const [first, last] = name.split(" ") as [string, string];
  const plain = name.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "").replace(" ", ".");
  return { name, first, last, email: `${plain}${Math.floor(random() * 900 + 100)}@example.com` };
}

function purchaseData(product: LifeProduct, buyer: ReturnType<typeof inventBuyer>, sale: { transaction: string; orderedAt: Date; payment: string; recurrence: number; subscriber: string }, status: string, more: Record<string, unknown>): Record<string, unknown> {
  const { refusal_reason, ...dates } = more;
  const money = (value: number) => ({ value, currency_value: "BRL" });
  return {
    product: { id: product.id, ucode: product.ucode, name: product.name, has_co_production: false },
    affiliates: [{ affiliate_code: "", name: "" }],
    buyer: { email: buyer.email, name: buyer.name, first_name: buyer.first, last_name: buyer.last },
    producer: { name: "Escola Aurora" },
    commissions: [
      { value: Math.round(product.price * 9.9) / 100, source: "MARKETPLACE", currency_value: "BRL" },
      { value: Math.round(product.price * 90.1) / 100, source: "PRODUCER", currency_value: "BRL" },
    ],
    purchase: {
      transaction: sale.transaction,
      status,
      order_date: Math.floor(sale.orderedAt.getTime() / SECOND) * SECOND,
      ...dates,
      full_price: money(product.price),
      price: money(product.price),
      original_offer_price: money(product.price),
      offer: { code: "n82b9jqz" },
      checkout_country: { name: "Brasil", iso: "BR" },
      order_bump: { is_order_bump: false },
      payment: { type: sale.payment, installments_number: 1, ...(refusal_reason ? { refusal_reason } : {}) },
      invoice_by: "SELLER",
      business_model: "I",
      is_funnel: false,
      ...(product.isRecurring ? { recurrence_number: sale.recurrence } : {}),
    },
    ...(product.isRecurring ? { subscription: { status: status === "DELAYED" ? "DELAYED" : "ACTIVE", plan: { id: 71, name: "Mensal" }, subscriber: { code: sale.subscriber } } } : {}),
  };
}

function code(random: Random): string {
  return Array.from({ length: 8 }, () => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[Math.floor(random() * 32)]).join("");
}
