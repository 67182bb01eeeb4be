import type { useTranslations } from "next-intl";
import catalogue from "@/messages/en/catalogue.json";
import { isolated } from "@/lib/domain/name-text";

type TypeName = keyof typeof catalogue.types;
type SampleName = keyof typeof catalogue.samples;

// "Renovação" is also looked for as "renovacao".
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const NO_OWN: ReadonlyMap<string, string> = new Map();

/**
 * The built-in event types in the language of `t`, the translator of "catalogue".
 * @param own the titles of the workspace's own types, where only their names are at hand
 */
export function catalogueWords(t: ReturnType<typeof useTranslations<"catalogue">>, own = NO_OWN) {
  const isBuiltIn = (name: string): name is TypeName => Object.hasOwn(catalogue.types, name);
  const isSample = (name: string): name is SampleName => Object.hasOwn(catalogue.samples, name);
  return {
    title: ({ name, title }: { name: string; title: string }): string => (isBuiltIn(name) ? t(`types.${name}.title`) : (own.get(name) ?? title)),
    description: ({ name, description }: { name: string; description: string }): string => (isBuiltIn(name) ? t(`types.${name}.description`) : description),
    /** A type to be chosen among others: what it means, and how receivers know it. */
    choice: (name: string): string => {
      const title = isBuiltIn(name) ? t(`types.${name}.title`) : own.get(name);
      return title ? `${isolated(title)} (${name})` : name;
    },
    sample: (name: string): string => (isSample(name) ? t(`samples.${name}`) : name),
    /** The built-in types whose words hold a text, for a search in the reader's language. */
    find(text: string): string[] {
      const wanted = plain(text);
      return Object.keys(catalogue.types).filter((name) => isBuiltIn(name) && [t(`types.${name}.title`), t(`types.${name}.description`), name.replaceAll("_", " ")].some((words) => plain(words).includes(wanted)));
    },
  };
}
