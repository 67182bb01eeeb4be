import { readdirSync } from "node:fs";
import path from "node:path";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { LOCALES } from "./domain/locale";
import { MESSAGES } from "./messages";
import { textsOf } from "./testing/message-texts";

const OTHERS = LOCALES.filter((locale) => locale !== "en");
const english = textsOf(MESSAGES.en);

/** What a message takes: its values, each with how it is used, and its tags. */
function takes(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const read = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      const kind = element.type === TYPE.tag ? "tag" : element.type === TYPE.plural || element.type === TYPE.number ? "number" : element.type === TYPE.date || element.type === TYPE.time ? "date" : "text";
      // Counted in one place and named in another, it is a number.
      if (found.get(element.value) !== "number") found.set(element.value, kind);
      if (element.type === TYPE.tag) read(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select) for (const option of Object.values(element.options)) read(option.value);
    }
  };
  read(parse(text));
  return found;
}

/** The plural forms that a message distinguishes. */
function pluralForms(text: string): string[] {
  const forms: string[] = [];
  const read = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.plural) forms.push(...Object.keys(element.options));
      if (element.type === TYPE.tag) read(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select) for (const option of Object.values(element.options)) read(option.value);
    }
  };
  read(parse(text));
  return forms;
}

test.each(LOCALES)("every file of %s is an area", (locale) => {
  const files = readdirSync(path.resolve(import.meta.dirname, "../messages", locale)).filter((name) => name.endsWith(".json")).map((name) => name.replace(".json", ""));
  expect(Object.keys(MESSAGES[locale]).toSorted()).toEqual(files.toSorted());
});

test.each(OTHERS)("%s says all that English says, and nothing more", (locale) => {
  expect([...textsOf(MESSAGES[locale]).keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test.each(LOCALES)("no message of %s is empty, and each is well formed and counts in the forms of its language", (locale) => {
  const categories = new Set([...new Intl.PluralRules(locale).resolvedOptions().pluralCategories, "other"]);
  const wrong = [...textsOf(MESSAGES[locale])].filter(([, text]) => text.trim() === "" || pluralForms(text).some((form) => !form.startsWith("=") && !categories.has(form as Intl.LDMLPluralRule)));
  expect(wrong).toEqual([]);
});

test.each(LOCALES)("what %s counts is written as its numbers are: # and not the name, which would show 1332 for 1,332", (locale) => {
  const bare = (elements: MessageFormatElement[], counted: string[]): boolean =>
    elements.some((element) => {
      if (element.type === TYPE.argument) return counted.includes(element.value);
      if (element.type === TYPE.tag) return bare(element.children, counted);
      if (element.type !== TYPE.plural && element.type !== TYPE.select) return false;
      return Object.values(element.options).some((option) => bare(option.value, element.type === TYPE.plural ? [...counted, element.value] : counted));
    });
  expect([...textsOf(MESSAGES[locale])].filter(([, text]) => bare(parse(text), []))).toEqual([]);
});

test.each(OTHERS)("the messages of %s take the same values as in English, counted or named alike", (locale) => {
  const texts = textsOf(MESSAGES[locale]);
  const asText = (text: string) => JSON.stringify([...takes(text)].toSorted());
  expect([...english].filter(([key, text]) => asText(text) !== asText(texts.get(key) ?? "")).map(([key, text]) => ({ key, english: asText(text), other: asText(texts.get(key) ?? "") }))).toEqual([]);
});
