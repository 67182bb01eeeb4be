import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { textsOf } from "../lib/testing/message-texts";

/** All texts of a language, by area and key. Read, not imported: Node takes JSON as a module only with an attribute that the app's imports lack. */
const readTexts = (language: string) => textsOf(Object.fromEntries(readdirSync(`messages/${language}`).filter((file) => file.endsWith(".json")).map((file) => [file.slice(0, -5), JSON.parse(readFileSync(`messages/${language}/${file}`, "utf8"))])));
const ENGLISH = readTexts("en");
/** What the demo's own things are called. */
const NAMES = new Set(["Members' area", "Receiver"]);

/** The English messages that a page in another language still shows or has read out, by their keys. What is marked as English may be. */
export async function englishLeft(page: Page, language: string): Promise<string[]> {
  const translated = readTexts(language);
  const alsoTheirs = new Set(translated.values());
  const left = new Map([...ENGLISH].flatMap(([key, text]) => (translated.get(key) !== text && !alsoTheirs.has(text) && !NAMES.has(text.replaceAll("''", "'")) ? [[text.replaceAll("''", "'"), key] as const] : [])));
  const shown = await page.evaluate(() => {
    const found = [document.title.split(" · ")[0]!];
    for (const element of document.querySelectorAll("body :not(script, style, code, pre)")) {
      if (element.closest("[lang=en]")) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(element.getAttribute(name) ?? "");
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent!);
    }
    return found.map((text) => text.trim());
  });
  return [...new Set(shown.flatMap((text) => (left.has(text) ? `${left.get(text)}: ${text}` : [])))];
}
