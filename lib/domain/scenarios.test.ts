import { expect, test } from "vitest";
import { outlineScenario, planScenario, scenarioDurationMs, SCENARIOS, SPEEDS, type Scenario, type Speed } from "./scenarios";

const startAt = new Date("2026-11-24T04:00:00.123Z");
const plan = (scenario: Scenario, speed: Speed, seed = 3) =>
  planScenario({ scenario, speed, product: { id: 77, ucode: "u", name: "My course", price: 120.5 }, buyer: { name: "Rita Melo Dias", email: "rita@example.com" }, currency: "EUR", startAt, seed });
const types = (scenario: Scenario) => outlineScenario(scenario).map(({ eventType }) => eventType.replace("PURCHASE_", ""));

test("each story tells what its name says", () => {
  expect(types("pix_paid")).toEqual(["BILLET_PRINTED", "APPROVED", "COMPLETE"]);
  expect(types("card_refused")).toEqual(["CANCELED"]);
  expect(types("refunded")).toEqual(["APPROVED", "PROTEST", "REFUNDED"]);
  expect(types("chargeback")).toEqual(["APPROVED", "CHARGEBACK"]);
  expect(types("membership")).toEqual(["APPROVED", "APPROVED", "DELAYED", "DELAYED", "DELAYED", "SUBSCRIPTION_CANCELLATION"]);
  expect(types("cart_abandoned")).toEqual(["OUT_OF_SHOPPING_CART"]);
  expect(types("student")).toEqual(["CLUB_FIRST_ACCESS", "CLUB_MODULE_COMPLETED"]);
});

test("at every speed steps are due in order from the start on, and nothing lies in the future when it is sent", () => {
  for (const scenario of SCENARIOS) for (const speed of SPEEDS) for (const seed of [1, 2, 3]) {
    const steps = plan(scenario, speed, seed);
    steps.forEach((step, index) => {
      expect(step.dueAt >= startAt, `${scenario} ${speed}`).toBe(true);
      expect(step.occurredAt <= step.dueAt, `${scenario} ${speed} ${step.eventType}`).toBe(true);
      if (index > 0) expect(step.dueAt.getTime() - steps[index - 1]!.dueAt.getTime()).toBeGreaterThanOrEqual(400);
    });
  }
});

test("at real speed a step is sent when it happens; an hour a second takes 3,600 times less", () => {
  for (const step of plan("refunded", "real")) expect(step.dueAt).toEqual(step.occurredAt);
  const [approved, , refunded] = plan("refunded", "hour_per_second");
  const inStory = refunded!.occurredAt.getTime() - approved!.occurredAt.getTime();
  expect((refunded!.dueAt.getTime() - approved!.dueAt.getTime()) * 3_600).toBeCloseTo(inStory, -5);
  expect(scenarioDurationMs("chargeback", "day_per_second") / 1_000).toBeCloseTo(31.8, 1);
});

test("product, buyer, price and codes are the person's own and the same in every step", () => {
  for (const scenario of SCENARIOS) {
    const texts = plan(scenario, "at_once").map(({ data }) => JSON.stringify(data));
    for (const text of texts) {
      expect(text).toContain("My course");
      expect(text).toMatch(/"rita@example.com"/);
    }
    const transactions = new Set(texts.flatMap((text) => text.match(/HP\d+(?=",)/g) ?? []));
    expect(transactions.size, scenario).toBeLessThanOrEqual(scenario === "membership" ? 3 : 1);
    expect(new Set(texts.flatMap((text) => text.match(/(?<="(?:code|subscriber_code)":")[A-Z0-9]{8}(?=")/g) ?? [])).size, scenario).toBeLessThanOrEqual(1);
  }
  expect(plan("pix_paid", "at_once")[1]!.data).toMatchObject({ purchase: { price: { value: 120.5, currency_value: "EUR" } }, buyer: { first_name: "Rita", last_name: "Melo Dias" } });
});
