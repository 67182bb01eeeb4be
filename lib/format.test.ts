import { expect, test } from "vitest";
import { formatsOf } from "./format";

const at = new Date("2026-11-24T02:12:09Z");
// Intl puts spaces of its own kind between numbers and units.
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test.each([
  ["en", "24 Nov 2026, 02:12:09 UTC", "24 Nov 2026", "3h ago", "in 5m", "now", "12,345", "1.2 s", "4.1 kB", "99.7%", "R$297.50"],
  ["pt-BR", "24 de nov. de 2026, 02:12:09 UTC", "24 de nov. de 2026", "há 3 h", "em 5 min.", "agora", "12.345", "1,2 s", "4,1 kB", "99,7%", "R$ 297,50"],
  ["es", "24 nov 2026, 02:12:09 UTC", "24 nov 2026", "hace 3 h", "dentro de 5 min", "ahora", "12.345", "1,2 s", "4,1 kB", "99,7 %", "297,50 BRL"],
])("dates, numbers and amounts follow the language: %s", (locale, ...expected) => {
  const format = formatsOf(locale);
  expect([
    format.dateTime(at, "UTC"), format.day(at), format.relative(at, at.getTime() + 3 * 3_600_000), format.relative(at, at.getTime() - 300_000), format.relative(at, at),
    format.count(12_345), format.duration(1_234), format.bytes(4_096), format.percent(0.997), format.money(297.5, "BRL"),
  ].map(plain)).toEqual(expected);
});

test("a length of time is told in its two largest units", () => {
  const { duration } = formatsOf("en");
  expect([0.4, 312, 999.6, 1_000, 59_949, 60_000, 185_000, 3_600_000, 5_400_000, 9.125 * 86_400_000].map(duration)).toEqual(["<1 ms", "312 ms", "1 s", "1 s", "59.9 s", "1 min", "3 min 5 s", "1 h", "1 h 30 min", "9 d 3 h"]);
});

test("the time of another day carries its day", () => {
  const { shortTime } = formatsOf("en");
  expect([shortTime(at, "UTC", at), shortTime(at, "UTC", at.getTime() + 86_400_000)]).toEqual(["02:12", "24 Nov, 02:12"]);
});

test("a number is read as its language writes it, and neither guessed at nor cut", () => {
  const read = (locale: string) => (text: string) => formatsOf(locale).readNumber(text);
  expect(["1,299.90", "1.299,90", "297,5", "297.50", "1,299", "1 299", "1,234,567", "0", "12."].map(read("en"))).toEqual([1299.9, 1299.9, 297.5, 297.5, 1299, 1299, 1234567, 0, 12]);
  expect(["1.299,90", "1,299.90", "297,5", "1.299", "1,299", "0,125"].map(read("pt-BR"))).toEqual([1299.9, 1299.9, 297.5, 1299, 1.299, 0.125]);
  expect(["1.299"].map(read("es"))).toEqual([1299]);
  expect(["", "free", "1.2.3", "12,34,5", "-5", "1e3", "1,2,3.4", ".5"].map(read("en"))).toEqual(Array.from({ length: 8 }, () => NaN));
  expect([formatsOf("pt-BR").plainNumber(1299.9), formatsOf("en").plainNumber(1299.9)]).toEqual(["1299,9", "1299.9"]);
});
