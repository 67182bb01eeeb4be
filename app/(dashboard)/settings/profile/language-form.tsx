"use client";
import { useTranslations } from "next-intl";
import { toast } from "@/components/toast";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { LOCALE_NAMES, LOCALES, readLocale, type Locale } from "@/lib/domain/locale";
import { chooseLanguageAction } from "../actions";
import { useActionForm } from "@/components/use-action-form";

/** The person's language; a choice counts at once. */
export function LanguageForm({ locale }: { locale: Locale | null }) {
  const t = useTranslations("settings.language");
  const { run, issue, isPending } = useActionForm();
  const choose = (value: string) => run(() => chooseLanguageAction({ locale: readLocale(value) }), () => toast.success(LOCALE_NAMES[readLocale(value) ?? "en"]));
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent>
        <Field label={t("label")} htmlFor="language" error={issue("locale")}>
          <Select value={locale ?? ""} disabled={isPending} onChange={(event) => choose(event.target.value)}>
            <option value="">{t("browser")}</option>
            {LOCALES.map((name) => <option key={name} value={name} lang={name}>{LOCALE_NAMES[name]}</option>)}
          </Select>
        </Field>
      </CardContent>
    </Card>
  );
}
