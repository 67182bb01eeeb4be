import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import english from "@/messages/en/catalogue.json";
import { catalogueWords } from "./catalogue-words";
import { EVENT_TYPES } from "./domain/event-types/catalogue";
import { MESSAGES } from "./messages";

test("the catalogue's English words on the screen are those of the API", () => {
  expect(english.types).toEqual(Object.fromEntries(EVENT_TYPES.map(({ name, title, description }) => [name, { title, description }])));
});

test("each sample of the catalogue has words, and nothing else has", () => {
  const names = new Set(EVENT_TYPES.flatMap(({ samples }) => samples.map(({ name }) => name)));
  expect(english.samples).toEqual(Object.fromEntries([...names].map((name) => [name, name])));
});

test("a type is found by what the reader calls it, with accents or without, and by its code with spaces", () => {
  for (const [locale, text] of [["pt-BR", "renovação"], ["pt-BR", "renovacao"], ["es", "renovacion"], ["es", "Purchase approved"]] as const) {
    const { find } = catalogueWords(createTranslator({ locale, messages: MESSAGES[locale], namespace: "catalogue" }) as never);
    expect(find(text).length, text).toBeGreaterThan(0);
  }
});

test("a workspace's own type goes by its title, also in a choice, and never stands in for a built-in one", () => {
  const own = new Map([["WORKSHOP", "Workshop booked"], ["PURCHASE_APPROVED", "Something else"]]);
  const words = catalogueWords(createTranslator({ locale: "en", messages: MESSAGES.en, namespace: "catalogue" }) as never, own);
  expect(words.title({ name: "WORKSHOP", title: "" })).toBe("Workshop booked");
  expect(words.choice("WORKSHOP")).toBe("Workshop booked (WORKSHOP)");
  expect(words.choice("PURCHASE_APPROVED")).toBe("Purchase approved (PURCHASE_APPROVED)");
  expect(words.choice("constructor")).toBe("constructor");
});
