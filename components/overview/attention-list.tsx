import { ChevronRight, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import type { AttentionItem } from "@/lib/services/attention/list";
import type { AttentionActions } from "./attention-tools";
import { AttentionRow } from "./attention-row";

/** What a person should look at, by subscription and cause, with its repair. What was acknowledged stands folded below. */
export function AttentionList({ items, days, actions }: { items: AttentionItem[]; days: number; actions: AttentionActions }) {
  const t = useTranslations("overview.attention");
  const open = items.filter((item) => !item.acknowledged);
  const seen = items.filter((item) => item.acknowledged);
  const rows = (list: AttentionItem[]) => <ul className="divide-y divide-border">{list.map((item) => <AttentionRow key={`${item.subscription.id} ${item.cause}`} item={item} actions={actions} />)}</ul>;
  return (
    <Card>
      <CardHeader title={t("title")} description={t("older", { days })} />
      {open.length === 0 && <CardContent className="flex items-center gap-2 text-sm text-muted-foreground"><CircleCheck aria-hidden className="size-4 shrink-0 text-success" />{t(seen.length > 0 ? "nothingNew" : "fine")}</CardContent>}
      {rows(open)}
      {seen.length > 0 && (
        <details className="group border-t border-border">
          <summary className="flex cursor-pointer items-center gap-1.5 px-4 py-2.5 text-[13px] text-muted-foreground hover:text-foreground sm:px-5">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />{t("seenTitle", { count: seen.length })}
          </summary>
          {rows(seen)}
        </details>
      )}
    </Card>
  );
}
