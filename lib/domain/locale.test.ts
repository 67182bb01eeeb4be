import { expect, test } from "vitest";
import { pickLocale, readLocale } from "./locale";

test.each([
  ["pt-BR,pt;q=0.9,en-US;q=0.8", "pt-BR"],
  ["pt-PT", "pt-BR"],
  ["es-419, es;q=0.9", "es"],
  ["de-DE,de;q=0.9,es;q=0.5,en;q=0.7", "en"],
  ["en;q=0, es;q=0.1", "es"],
  ["EN-gb", "en"],
  ["fr, de", null],
  ["*", null],
  ["", null],
  [null, null],
  [";;;=,q=1,\u0000", null],
])("of what a browser asks for (%s), the best liked that we speak is taken: %s", (header, expected) => {
  expect(pickLocale(header)).toBe(expected);
});

test("only the exact name of one of our languages is one", () => {
  expect(["en", "pt-BR", "es", "pt-br", "fr", undefined, {}].map(readLocale)).toEqual(["en", "pt-BR", "es", null, null, null, null]);
});
