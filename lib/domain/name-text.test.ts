import { expect, test } from "vitest";
import { asNameText, isNameText, isolated } from "./name-text";
import { readProductRef } from "./product-ref";
import { SubscriptionInput } from "./subscription";

test("names may be in any script, and hold nothing that turns, breaks or hides what stands beside them", () => {
  for (const name of ["Curso de Fotografia", "مرحبا", "שלום", "👩‍👩‍👧 família", "日本語", "<b>bold</b> & =1+1"]) expect(isNameText(name), name).toBe(true);
  for (const name of ["a\u202eb", "a\u2066b", "a\nb", "a\u001b[31m", "a\u0000b", "a\u2028b", "\ufeffa", "\ud800"]) expect(isNameText(name), JSON.stringify(name)).toBe(false);
});

test("a product's name in a payload loses those marks, a subscription's with them is refused", () => {
  expect(asNameText(" \u202eCurso\u001b[31m\n ")).toBe("Curso[31m");
  expect(readProductRef(JSON.stringify({ product: { id: 1, name: "a\u202eb\u0000c" } }), null).name).toBe("abc");
  expect(readProductRef(JSON.stringify({ product: { id: 1, name: "\u202e" } }), null).name).toBeNull();
  expect(SubscriptionInput.safeParse({ name: "Bill\r\nBcc: all@example.com", url: "https://crm.example.com" }).error?.issues[0]?.path).toEqual(["name"]);
});

test("in a plain text a name turns nothing beside it: marks stand by their number, right-to-left letters apart", () => {
  expect(isolated("Curso – 日本語 👩\u200d👧")).toBe("Curso – 日本語 👩\u200d👧");
  expect(isolated("a\u202egnp.exe\u0000\u2069 pay\u200dpal")).toBe("aU+202Egnp.exeU+0000U+2069 payU+200Dpal");
  for (const letters of ["שלום!", "مرحبا", "\u{1e900}"]) expect(isolated(letters)).toBe(`\u2068${letters}\u2069`);
  const sentence = `Archive ${isolated("שלום")}?`;
  expect(isolated(sentence)).toBe(sentence);
  expect(isolated(`${sentence} مرحبا`)).toBe("\u2068Archive שלום? مرحبا\u2069");
});
