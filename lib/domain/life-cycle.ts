import { after, DAY_MS, HOUR_MS, newFacts, type Facts, type Happening, type LifeBuyer, type LifeProduct, type PaymentType, type Random } from "./life-cycle/facts";
import { abandonCart, cancel, changePlan, chargeBack, complete, delay, letExpire, pay, refund, refuseCard, renew, ship, study } from "./life-cycle/stories";

export type { LifeProduct } from "./life-cycle/facts";

/** An event of an invented history: what a seller's platform would have sent, and when. */
export interface LifeEvent extends Happening {
  productIndex: number;
}

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
 * A history of buyers' lives over a span of time, oldest event first. Shares and waits follow what real captures show.
 * Lives also begin before the span, so that its first days see refunds and renewals like the others.
 * @param target about how many events
 */
export function inventHistory(products: LifeProduct[], span: { from: Date; to: Date }, target: number, random: Random): LifeEvent[] {
  const events: LifeEvent[] = [];
  const beginsAt = after(span.from, -40 * DAY_MS);
  const days = (span.to.getTime() - beginsAt.getTime()) / DAY_MS;
  for (let life = 0; events.length < target && life < target * 3; life++) {
    // More by day than by night (São Paulo, UTC−3), fewer at weekends.
    const hour = 11 + Math.floor((random() + random()) * 7.5);
    const begin = after(beginsAt, Math.floor(random() * days) * DAY_MS + (hour + random()) * HOUR_MS);
    if ((begin.getUTCDay() === 0 || begin.getUTCDay() === 6) && random() < 0.4) continue;
    const pick = random();
    const productIndex = Math.min(pick < 0.5 ? 0 : pick < 0.8 ? 1 : 2, products.length - 1);
    const facts = newFacts({ product: products[productIndex]!, buyer: inventBuyer(random) }, random);
    for (const happening of inventLife(facts, begin, random)) {
      if (happening.at >= span.from && happening.at < span.to) events.push({ ...happening, productIndex });
    }
  }
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** One buyer's life with one product: what becomes of the sale, and what follows from it. */
function inventLife(facts: Facts, begin: Date, random: Random): Happening[] {
  const way = random();
  const payment: PaymentType = way < 0.33 ? "PIX" : way < 0.4 ? "BILLET" : "CREDIT_CARD";
  const fate = random();
  if (fate < 0.12) return abandonCart(facts, begin);
  if (payment === "CREDIT_CARD" ? fate < 0.22 : false) return refuseCard(facts, begin, random);
  if (payment !== "CREDIT_CARD" && fate < (payment === "BILLET" ? 0.45 : 0.3)) return letExpire(facts, begin, payment, random);
  const paid = pay(facts, begin, payment, random);
  const life = [...paid.happenings];
  const { isRecurring, isPhysical } = facts.product;
  if (isPhysical) life.push(ship(facts, paid, random));
  else if (random() < 0.3) life.push(...study(facts, paid.sale.approvedAt, Math.floor(random() * 4), random));
  const later = random();
  if (later < 0.06) return [...life, ...refund(facts, paid, random)];
  life.push(complete(facts, paid, random));
  if (later < 0.07 && payment === "CREDIT_CARD") return [...life, chargeBack(facts, paid)];
  return isRecurring ? [...life, ...inventMembership(facts, paid, random)] : life;
}

/** What becomes of a customer's subscription after its first payment. */
function inventMembership(facts: Facts, paid: ReturnType<typeof pay>, random: Random): Happening[] {
  const fate = random();
  if (fate < 0.08) return changePlan(facts, paid, random);
  if (fate < 0.2) return [cancel(facts, paid, after(paid.sale.approvedAt, (1 + random() * 27) * DAY_MS))];
  if (fate < 0.36) {
    const late = delay(facts, paid, 1 + Math.floor(random() * 4), random);
    return random() < 0.5 ? late : [...late, cancel(facts, paid, after(late.at(-1)!.at, (2 + random() * 4) * DAY_MS))];
  }
  const renewed = renew(facts, paid, random);
  return [...renewed.happenings, ...(renewed.sale.recurrence < 4 ? inventMembership(facts, renewed, random) : [])];
}

function inventBuyer(random: Random): LifeBuyer {
  const name = NAMES[Math.floor(random() * NAMES.length)]!;
  const plain = name.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "").replace(" ", ".");
  return { name, email: `${plain}${Math.floor(random() * 900 + 100)}@example.com` };
}
