import Ajv2020 from "ajv/dist/2020";
import { expect, test } from "vitest";
import { EVENT_TYPES } from "./event-types/catalogue";
import { inventHistory, seededRandom, type LifeProduct } from "./life-cycle";

const PRODUCTS: LifeProduct[] = [
  { id: 1, ucode: "a", name: "Course", price: 497, isRecurring: false },
  { id: 2, ucode: "b", name: "Club", price: 39.9, isRecurring: true },
  { id: 3, ucode: "c", name: "Book", price: 27, isRecurring: false, isPhysical: true },
];
const span = { from: new Date("2026-09-25T00:00:00Z"), to: new Date("2026-11-24T04:00:00Z") };
const history = inventHistory(PRODUCTS, span, 6_000, seededRandom(20_261_124));
const purchaseOf = (event: (typeof history)[number]) => event.data.purchase as { transaction: string; order_date: number; approved_date?: number; date_next_charge?: number };

test("a history has the size asked for, lies in its span in order, and is the same for the same seed", () => {
  expect(history.length).toBeGreaterThanOrEqual(6_000);
  expect(history.length).toBeLessThan(6_020);
  expect(history.every((event, index) => event.at >= span.from && event.at < span.to && (index === 0 || event.at >= history[index - 1]!.at))).toBe(true);
  expect(inventHistory(PRODUCTS, span, 6_000, seededRandom(20_261_124))).toEqual(history);
});

test("every event type of the catalogue happens, boleto and Pix too, and every payload is valid by its schema", () => {
  const ajv = new Ajv2020({ strict: false });
  const count = (eventType: string) => history.filter((event) => event.eventType === eventType).length;
  for (const type of EVENT_TYPES) {
    expect(count(type.name), type.name).toBeGreaterThan(5);
    const isValid = ajv.compile(type.schema);
    for (const event of history.filter((one) => one.eventType === type.name)) expect(isValid(JSON.parse(JSON.stringify(event.data))), `${type.name}: ${ajv.errorsText(isValid.errors)}`).toBe(true);
  }
  expect(JSON.stringify(history.filter((event) => event.eventType === "PURCHASE_BILLET_PRINTED"))).toMatch(/"BILLET".*"PIX"|"PIX".*"BILLET"/s);
  expect(count("PURCHASE_APPROVED") / history.length).toBeGreaterThan(0.25);
  expect(count("PURCHASE_CHARGEBACK")).toBeLessThan(count("PURCHASE_REFUNDED"));
});

test("refunds come by night, completion the morning after the warranty, next charges at noon, dates in whole seconds", () => {
  for (const event of history.filter((one) => one.eventType === "PURCHASE_REFUNDED")) expect(event.at.toISOString()).toMatch(/T03:(1[89]|2[0-7]):/);
  for (const event of history.filter((one) => one.eventType === "PURCHASE_COMPLETE")) {
    const { warranty_date } = event.data.product as { warranty_date: string };
    const hours = (event.at.getTime() - Date.parse(warranty_date)) / 3_600_000;
    expect(hours > 24 + 4.3 && hours < 24 + 12).toBe(true);
  }
  for (const event of history.filter((one) => one.data.purchase && one.eventType !== "ORDER_FULFILLMENT")) {
    const { order_date, approved_date, date_next_charge } = purchaseOf(event);
    expect(order_date % 1_000).toBe(0);
    expect((approved_date ?? 0) % 1_000).toBe(0);
    if (date_next_charge) expect(date_next_charge % 86_400_000).toBe(43_200_000);
    expect(order_date).toBeLessThan(event.at.getTime());
  }
});

test("a transaction keeps its code, buyer and amounts through its life, and what is refunded was approved before", () => {
  const lives = Map.groupBy(history.filter((event) => event.data.buyer && event.data.purchase), (event) => purchaseOf(event).transaction);
  for (const life of lives.values()) {
    expect(new Set(life.map((event) => JSON.stringify([event.data.buyer, event.data.commissions]))).size).toBe(1);
    const at = (eventType: string) => life.find((event) => event.eventType === eventType)?.at;
    const approvedAt = at("PURCHASE_APPROVED");
    if (approvedAt && at("PURCHASE_REFUNDED")) expect(at("PURCHASE_PROTEST")! > approvedAt && at("PURCHASE_REFUNDED")! > at("PURCHASE_PROTEST")!).toBe(true);
  }
});
