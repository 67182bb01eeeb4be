import { expect, test, vi } from "vitest";
import { z } from "zod";
import { CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import { SendTestEventBody } from "./openapi/operations/test-events";
import { NewEvents } from "./openapi/schemas";
import { unknownFields } from "./unknown-fields";

const sound = { name: "CRM", url: "https://crm.example.com/hook" };
const unknownIn = (more: object) => unknownFields(CreateSubscriptionInput, { ...sound, ...more });

test("each unknown field is told by its path, wherever it stands", () => {
  expect(unknownIn({})).toEqual([]);
  expect(unknownIn({ colour: 1, headers: [{ name: "a", value: "b" }, { name: "c", note: "d" }], filter: { match: "all", clauses: [{ path: "a", operator: "equals", value: "b", also: 1 }] } })).toEqual([
    { path: "colour", message: "There is no such field." },
    { path: "headers.1.note", message: "There is no such field." },
    { path: "filter.clauses.0.also", message: "There is no such field." },
  ]);
});

test("a field that is nearly one is told what was probably meant", () => {
  const told = (name: string) => unknownIn({ [name]: 1 })[0]!.message;
  expect(told("evenTypes")).toBe("There is no such field. Did you mean eventTypes?");
  expect(told("event_types")).toBe("There is no such field. Did you mean eventTypes?");
  expect(told("TimeoutMS")).toBe("There is no such field. Did you mean timeoutMs?");
  expect(told("uri")).toBe("There is no such field. Did you mean url?");
  expect(told("xyz")).toBe("There is no such field.");
});

test("names that every object has in JavaScript are as unknown as others, and a flood of them is told in part", () => {
  expect(unknownFields(CreateSubscriptionInput, JSON.parse('{"__proto__":1,"constructor":2,"toString":3}')).map(({ path }) => path)).toEqual(["__proto__", "constructor", "toString"]);
  const many = unknownIn(Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => ["x".repeat(500) + index, 1])));
  expect(many).toHaveLength(20);
  expect(many[0]!.path).toHaveLength(100);
});

test("an event's own data, and what surrounds it in a platform's envelope, is free", () => {
  expect(unknownFields(SendTestEventBody, { subscriptionId: "s", eventType: "E", data: { anything: { at: ["all"] } } })).toEqual([]);
  expect(unknownFields(NewEvents, [{ event: "E", version: "2.0.0", hottok: "t", creationDate: 1, data: { a: 1 } }])).toEqual([]);
});

test("of several kinds the one that the value is decides, and where it is none of them the schema itself says so", () => {
  const either = z.union([z.object({ kind: z.literal("a"), one: z.int() }), z.object({ kind: z.literal("b"), two: z.int() })]);
  expect(unknownFields(either, { kind: "b", one: 1 })).toEqual([{ path: "one", message: "There is no such field." }]);
  expect(unknownFields(either, { kind: "b", two: 1 })).toEqual([]);
  expect(unknownFields(either, { kind: "c", three: 1 })).toEqual([]);
});

test("what a flood of them could have meant is worked out for those that are told, and for no more", () => {
  const compared = vi.spyOn(String.prototype, "toLowerCase");
  const clauses = Array.from({ length: 20_000 }, () => ({ operater: "exists", feld: "a" }));
  expect(unknownIn({ ...Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, 1])), filter: { match: "all", clauses } })).toHaveLength(20);
  expect(compared.mock.calls.length).toBeLessThan(2_000);
  compared.mockRestore();
});
