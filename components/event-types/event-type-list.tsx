import { useTranslations } from "next-intl";
import { Name } from "@/components/name";
import { RowLink } from "@/components/row-link";
import { Card, CardHeader } from "@/components/ui/card";
import { useCatalogueWords } from "@/components/use-catalogue-words";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import type { EventTypeItem } from "@/lib/services/event-types/read";

/** The event types by group, each row a link. @param showsEmptyOwn whether to say that there are none of one's own */
export function EventTypeList({ types, showsEmptyOwn }: { types: EventTypeItem[]; showsEmptyOwn: boolean }) {
  const t = useTranslations("eventTypes");
  const groups = [...Map.groupBy(types, (type) => type.group)];
  return (
    <div className="space-y-4">
      {groups.map(([group, members]) => (
        <Card key={group}>
          <CardHeader title={t(`groups.${group}`)} />
          <ul className="divide-y divide-border">{members.map((type) => <Row key={type.name} type={type} />)}</ul>
        </Card>
      ))}
      {showsEmptyOwn && !types.some((type) => type.group === "own") && (
        <Card><CardHeader title={t("groups.own")} description={t("ownEmpty")} className="border-b-0" /></Card>
      )}
    </div>
  );
}

function Row({ type }: { type: EventTypeItem }) {
  const t = useTranslations("eventTypes");
  const words = useCatalogueWords();
  return (
    <li className="relative grid gap-x-6 gap-y-0.5 px-4 py-2.5 text-sm transition-colors focus-within:bg-subtle hover:bg-subtle sm:px-5 md:grid-cols-[minmax(0,18rem)_minmax(0,1fr)_auto] md:items-center">
      <span className="min-w-0">
        <RowLink href={routes.eventTypes.detail(type.name)} className="min-w-0"><Name text={words.title(type)} /></RowLink>
        <code className="block truncate font-mono text-xs text-muted-foreground" title={isolated(type.name)}>{type.name}</code>
      </span>
      <span className="min-w-0 text-[13px] leading-5 text-pretty text-muted-foreground"><Name text={words.description(type)} /></span>
      <span className="text-xs whitespace-nowrap text-muted-foreground tabular-nums">{t("samples", { count: type.samples.length })}</span>
    </li>
  );
}
