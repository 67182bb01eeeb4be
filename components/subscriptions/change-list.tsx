"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Name, NameIn } from "@/components/name";
import { useEventTypeWords } from "@/components/own-event-types";
import { Timestamp } from "@/components/timestamp";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import type { PayloadFilter } from "@/lib/domain/payload-filter";
import type { SubscriptionChange } from "@/lib/services/subscriptions/list-changes";
import { useClauseWords } from "./clause-words";

/** Who changed what, when, and what it was before. @param older where the earlier ones stand, if there may be some */
export function ChangeList({ changes, older }: { changes: SubscriptionChange[]; older: string | null }) {
  const t = useTranslations("subscriptions.changes");
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent>
        {changes.length === 0 ? <p className="text-sm text-muted-foreground">{t("none")}</p> : (
          <ol className="space-y-4">
            {changes.map((change) => (
              <li key={change.id} className="space-y-1 text-sm">
                <p className="flex flex-wrap gap-x-2"><span className="font-medium">{t(`kind.${change.kind}`)}</span><span className="text-muted-foreground">{change.by ? <NameIn name={change.by}>{(name) => t("by", { name })}</NameIn> : t("auto")}</span><Timestamp at={change.at} className="text-muted-foreground" /></p>
                {change.fields.length > 0 && <ul className="space-y-1">{change.fields.map((field) => <Field key={field.field} field={field} />)}</ul>}
              </li>
            ))}
          </ol>
        )}
        {older && <p className="mt-4 text-sm"><Link href={older} className="text-link underline underline-offset-2">{t("older")}</Link></p>}
      </CardContent>
    </Card>
  );
}

function Field({ field: { field, before, after } }: { field: SubscriptionChange["fields"][number] }) {
  const t = useTranslations("subscriptions.changes");
  const words = useValueWords();
  const name = t.has(`field.${field}` as never) ? t(`field.${field}` as never) : field;
  // Of what is secret only that it changed is known; some things have no before.
  const [was, is] = [words(field, before), words(field, after)];
  return (
    <li className="min-w-0 text-[13px] leading-5 break-words text-muted-foreground">
      {name}{was === is ? is !== null && <>: <Name text={is} /></> : <>: {was !== null && <><del className="decoration-1"><Name text={was} /></del> → </>}<ins className="text-foreground no-underline">{is !== null && <Name text={is} />}</ins></>}
    </li>
  );
}

/** A kept value as a person reads it; null where there is nothing to say. */
function useValueWords(): (field: string, value: unknown) => string | null {
  const t = useTranslations("subscriptions");
  const clause = useClauseWords();
  const types = useEventTypeWords();
  return (field, value) => {
    if (field === "filter") return value ? (value as PayloadFilter).clauses.map(clause).join("; ") : t("changes.empty");
    if (field === "retryWaits" && value === null) return t("changes.empty");
    if ((field === "products" || field === "eventTypes") && value === null) return t("changes.all");
    if (field === "eventTypes") return (value as string[]).map(types.choice).join(", ");
    if (field === "format") return t(`form.formats.${value as "json_v2" | "form_v1"}.name`);
    if (field === "ratePerSec" && value === null) return t("form.rateNone");
    if (value === null || value === undefined) return null;
    if (typeof value === "boolean") return value ? t("settings.yes") : t("settings.no");
    if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : t("changes.empty");
    return String(value as string | number);
  };
}
