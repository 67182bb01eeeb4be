import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { LOCALE_NAMES, LOCALES } from "@/lib/domain/locale";
import { chooseBrowserLanguage } from "./language-action";

/** The languages, each by its own name, for pages before the log-in. A form, so that it works before any script. */
export function LanguageSwitch() {
  const t = useTranslations("auth");
  const current = useLocale();
  return (
    <form action={chooseBrowserLanguage} aria-label={t("language")} className="mt-4 flex flex-wrap justify-center gap-1">
      {LOCALES.map((locale) => (
        <Button key={locale} type="submit" name="locale" value={locale} lang={locale} variant="ghost" size="sm" aria-pressed={locale === current} className="font-normal text-muted-foreground aria-pressed:font-semibold aria-pressed:text-foreground">
          {LOCALE_NAMES[locale]}
        </Button>
      ))}
    </form>
  );
}
