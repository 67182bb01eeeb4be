import { after, DAY_MS, newFacts, type Facts, type Happening, type LifeBuyer, type LifeProduct, type Random } from "./life-cycle/facts";
import { abandonCart, cancel, changePlan, chargeBack, complete, delay, letExpire, pay, refund, refuseCard, renew, ship, study } from "./life-cycle/stories";
import { seededRandom } from "./life-cycle";

/** The stories that a person can have told to their system. */
export const SCENARIOS = ["pix_paid", "boleto_expired", "card_refused", "refunded", "chargeback", "membership", "plan_change", "cart_abandoned", "student", "shipping"] as const;
export type Scenario = (typeof SCENARIOS)[number];

interface Story {
  /** What kind of product it is about, whatever the product sold otherwise is. */
  isRecurring?: boolean;
  isPhysical?: boolean;
  tell: (facts: Facts, begin: Date, random: Random) => Happening[];
}

const STORIES = {
  pix_paid: { tell: (facts, begin, random) => { const paid = pay(facts, begin, "PIX", random); return [...paid.happenings, complete(facts, paid, random)]; } },
  boleto_expired: { tell: (facts, begin, random) => letExpire(facts, begin, "BILLET", random) },
  card_refused: { tell: refuseCard },
  refunded: { tell: (facts, begin, random) => { const paid = pay(facts, begin, "CREDIT_CARD", random); return [...paid.happenings, ...refund(facts, paid, random)]; } },
  chargeback: { tell: (facts, begin, random) => { const paid = pay(facts, begin, "CREDIT_CARD", random); return [...paid.happenings, chargeBack(facts, paid)]; } },
  membership: { isRecurring: true, tell: tellMembership },
  plan_change: { isRecurring: true, tell: (facts, begin, random) => { const paid = pay(facts, begin, "CREDIT_CARD", random); return [...paid.happenings, ...changePlan(facts, paid, random)]; } },
  cart_abandoned: { tell: abandonCart },
  student: { tell: (facts, begin, random) => study(facts, begin, 1, random) },
  shipping: { isPhysical: true, tell: (facts, begin, random) => { const paid = pay(facts, begin, "CREDIT_CARD", random); return [...paid.happenings, ship(facts, paid, random), complete(facts, paid, random)]; } },
} satisfies Record<Scenario, Story>;

/** A customer's subscription: paid, renewed, delayed three times, cancelled. */
function tellMembership(facts: Facts, begin: Date, random: Random): Happening[] {
  const paid = pay(facts, begin, "CREDIT_CARD", random);
  const renewed = renew(facts, paid, random);
  const late = delay(facts, renewed, 3, random);
  return [...paid.happenings, ...renewed.happenings, ...late, cancel(facts, renewed, after(late.at(-1)!.at, 5 * DAY_MS))];
}

/** How fast a story is told: how many of its milliseconds pass in one of ours. */
export const SPEEDS = ["at_once", "day_per_second", "hour_per_second", "real"] as const;
export type Speed = (typeof SPEEDS)[number];
const FACTOR = { at_once: Infinity, day_per_second: 86_400, hour_per_second: 3_600, real: 1 } as const satisfies Record<Speed, number>;

/** Between two steps at least, so that they arrive in their order even when all is sent at once. */
const MIN_GAP_MS = 400;

export interface PlannedStep {
  eventType: string;
  /** When it is sent. */
  dueAt: Date;
  /** When it happens in the story. */
  occurredAt: Date;
  data: Record<string, unknown>;
}

/**
 * The steps of a story that is told from `startAt` on. Its dates are moved back by whole days, so that nothing that is
 * sent lies in the future and the times of day stay (refunds at night, charges at noon); at real speed they are not moved.
 * @param seed decides codes and waits: the same seed tells the same story
 */
export function planScenario(plan: { scenario: Scenario; speed: Speed; product: Pick<LifeProduct, "id" | "ucode" | "name" | "price">; buyer: LifeBuyer; currency: string; startAt: Date; seed: number }): PlannedStep[] {
  const story: Story = STORIES[plan.scenario];
  const tell = (begin: Date) => {
    const random = seededRandom(plan.seed);
    const product = { ...plan.product, isRecurring: story.isRecurring ?? false, isPhysical: story.isPhysical ?? false };
    return story.tell(newFacts({ product, buyer: plan.buyer, currency: plan.currency }, random), begin, random).sort((a, b) => a.at.getTime() - b.at.getTime());
  };
  const due: Date[] = [];
  for (const { at } of tell(plan.startAt)) {
    const scaled = plan.startAt.getTime() + (at.getTime() - plan.startAt.getTime()) / FACTOR[plan.speed];
    const previous = due.at(-1)?.getTime() ?? -Infinity;
    due.push(new Date(Math.max(scaled, previous + MIN_GAP_MS)));
  }
  const lead = Math.max(...tell(plan.startAt).map(({ at }, index) => at.getTime() - due[index]!.getTime()));
  const days = Math.max(0, Math.ceil(lead / DAY_MS));
  return tell(after(plan.startAt, -days * DAY_MS)).map(({ eventType, at, data }, index) => ({ eventType, dueAt: due[index]!, occurredAt: at, data }));
}

/** What a story tells, and about how long after its begin; for showing it before it is run. */
export function outlineScenario(scenario: Scenario): { eventType: string; afterMs: number }[] {
  const startAt = new Date("2026-01-05T14:00:00Z");
  const steps = planScenario({ scenario, speed: "real", product: { id: 0, ucode: null, name: "", price: 0 }, buyer: { name: "", email: "" }, currency: "BRL", startAt, seed: 7 });
  return steps.map((step) => ({ eventType: step.eventType, afterMs: step.occurredAt.getTime() - startAt.getTime() }));
}

/** How long a story takes at a speed, about. */
export function scenarioDurationMs(scenario: Scenario, speed: Speed): number {
  const outline = outlineScenario(scenario);
  return Math.max(outline.at(-1)!.afterMs / FACTOR[speed], (outline.length - 1) * MIN_GAP_MS);
}
