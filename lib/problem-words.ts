import type { useTranslations } from "next-intl";
import type { z } from "zod";
import english from "@/messages/en/problems.json";

// Use cases and schemas tell in English what is wrong, which is what the API answers. A person is told the same in
// their language: the English sentence is looked up here (messages/<locale>/problems.json) and its values are put into theirs.

type Key = keyof typeof english;

// As its file has it, or as the build has parsed it (next.config.js): texts, and each value by its name.
type Message = string | (string | [name: string])[];

/** An English sentence as it is found again: `shape` has `{}` for each value. */
export function patternOf(message: Message): { shape: string; names: string[]; pattern: RegExp } {
  const pieces = typeof message === "string" ? message.replaceAll("''", "'").split(/(\{\w+\})/).map((piece) => (/^\{\w+\}$/.test(piece) ? [piece.slice(1, -1)] : piece)) : message;
  const names = pieces.filter((piece) => typeof piece !== "string").map(([name]) => name!);
  const write = (text: (piece: string) => string, value: string) => pieces.map((piece) => (typeof piece === "string" ? text(piece) : value)).join("");
  return { shape: write(String, "{}"), names, pattern: new RegExp(`^${write((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "(.+?)")}$`, "s") };
}

// What holds more text of its own is the better match where several fit.
const PATTERNS = Object.entries(english)
  .map(([key, text]) => ({ key: key as Key, ...patternOf(text as Message) }))
  .toSorted((a, b) => b.shape.length - a.shape.length);

/** The key and the values of a sentence, or null when it has no words here. */
export function problemKey(text: string): { key: Key; values: Record<string, string> } | null {
  for (const { key, names, pattern } of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return { key, values: Object.fromEntries(names.map((name, index) => [name, found[index + 1]!])) };
  }
  return null;
}

type Translate = ReturnType<typeof useTranslations<"problems">>;

/** Tells what is wrong in the language of `t`, the translator of "problems". What has no words is told as it is. */
export function problemWords(t: Translate) {
  const say = (text: string): string => {
    const found = problemKey(text);
    return found ? t(found.key, found.values as never) : text;
  };
  return { say, sayIssue: (issue: z.core.$ZodIssue): string => (problemKey(issue.message) || issue.code === "custom" ? say(issue.message) : sayPlainly(t, issue)) };
}

/** What a schema finds that has no sentence of its own for it. */
function sayPlainly(t: Translate, issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small": return issue.origin === "string" && Number(issue.minimum) > 1 ? t("zod_short", { min: String(issue.minimum) }) : issue.origin === "string" ? t("zod_missing") : t("zod_small", { min: String(issue.minimum) });
    case "too_big": return issue.origin === "string" ? t("zod_long", { max: String(issue.maximum) }) : t("zod_big", { max: String(issue.maximum) });
    case "invalid_type": return t("zod_missing");
    default: return t("zod_wrong");
  }
}
