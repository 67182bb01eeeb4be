import Ajv2020 from "ajv/dist/2020";
import { expect, test } from "vitest";
import { inventHistory, seededRandom } from "../life-cycle";
import { EVENT_TYPES, findEventType } from "./catalogue";

test.each(EVENT_TYPES.flatMap((type) => type.samples.map((sample) => [type.name, sample.name, type, sample] as const)))("%s, %s: the sample fits its schema", (_type, _sample, type, sample) => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(type.schema);
  expect(validate(JSON.parse(sample.data)), JSON.stringify(validate.errors)).toBe(true);
});

test("the sixteen types are there, each once", () => {
  expect(new Set(EVENT_TYPES.map((type) => type.name)).size).toBe(16);
});

test("a buyer's invented life fits the schemas too", () => {
  const products = [{ id: 1, ucode: "u", name: "Course", price: 100, isRecurring: false }, { id: 2, ucode: "v", name: "Club", price: 10, isRecurring: true }, { id: 3, ucode: "w", name: "Book", price: 20, isRecurring: false }];
  const events = inventHistory(products, { from: new Date("2026-09-01"), to: new Date("2026-11-01") }, 400, seededRandom(1));
  const ajv = new Ajv2020({ allowUnionTypes: true });
  for (const { eventType, data } of events) {
    const validate = ajv.compile(findEventType(eventType)!.schema);
    expect(validate(JSON.parse(JSON.stringify(data))), `${eventType}: ${ajv.errorsText(validate.errors)}`).toBe(true);
  }
});
