import { expect, test } from "vitest";
import english from "@/messages/en/catalogue.json";
import { EVENT_TYPES } from "./domain/event-types/catalogue";

test("the catalogue's English words on the screen are those of the API", () => {
  expect(english.types).toEqual(Object.fromEntries(EVENT_TYPES.map(({ name, title, description }) => [name, { title, description }])));
});

test("each sample of the catalogue has words, and nothing else has", () => {
  const names = new Set(EVENT_TYPES.flatMap(({ samples }) => samples.map(({ name }) => name)));
  expect(english.samples).toEqual(Object.fromEntries([...names].map((name) => [name, name])));
});
