"use client";
import { useTranslations } from "next-intl";
import { useCatalogueWords } from "@/components/use-catalogue-words";
import { noticeKindOf } from "@/lib/domain/notice";
import type { EventTypeGroups } from "@/lib/services/subscriptions/list-event-types";
import { AllOrSome, CheckItem } from "./choice";
import type { Issues, SetDraft, SubscriptionDraft } from "./draft";

/** All event types, or some: in groups, each of which can be ticked as a whole. */
export function EventTypePicker({ groups, draft, set, issue }: { groups: EventTypeGroups; draft: SubscriptionDraft; set: SetDraft; issue: Issues }) {
  const t = useTranslations("subscriptions.form");
  const words = useCatalogueWords();
  const chosen = new Set(draft.eventTypes);
  const known = new Set(groups.flatMap((group) => group.types.map((type) => type.name)));
  // A type that is chosen and not (or no longer) listed can still be seen and taken out.
  const unlisted = draft.eventTypes.filter((name) => !known.has(name)).map((name) => ({ name, title: name }));
  const shown = [...groups, ...(unlisted.length > 0 ? [{ group: "other" as const, types: unlisted }] : [])];
  const choose = (names: string[], isChosen: boolean) =>
    set({ eventTypes: isChosen ? [...new Set([...draft.eventTypes, ...names])] : draft.eventTypes.filter((name) => !names.includes(name)) });
  const titleOf = (type: { name: string; title: string }) => {
    const kind = noticeKindOf(type.name);
    return kind ? t(`noticeTypes.${kind}`) : words.title(type);
  };
  return (
    <AllOrSome name="event-types" legend={t("eventTypes")} isAll={draft.allEventTypes} onChange={(allEventTypes) => set({ allEventTypes })} all={t("allEventTypes")} some={t("someEventTypes")} error={issue("eventTypes")}>
      <p className="text-xs text-muted-foreground" aria-live="polite">{t("chosen", { count: draft.eventTypes.length })}</p>
      <div className="gap-3 space-y-3 md:columns-2">
        {shown.map(({ group, types }) => {
          const names = types.map((type) => type.name);
          const count = names.filter((name) => chosen.has(name)).length;
          return (
            <fieldset key={group} className="min-w-0 break-inside-avoid rounded-md border border-border p-2">
              <legend className="sr-only">{t(`groups.${group}`)}</legend>
              <CheckItem
                isChecked={count === names.length}
                isPartly={count > 0}
                onChange={(isChosen) => choose(names, isChosen)}
                label={<span className="font-medium">{t(`groups.${group}`)} <span className="font-normal text-muted-foreground">{t("groupCount", { count, total: names.length })}</span><span className="sr-only">: {t("wholeGroup")}</span></span>}
                className="border-b border-border"
              />
              {group === "aviso" && <p className="px-2 pt-1.5 text-xs text-muted-foreground">{t("avisoHint")}</p>}
              {types.map((type) => (
                <CheckItem key={type.name} isChecked={chosen.has(type.name)} onChange={(isChosen) => choose([type.name], isChosen)} label={titleOf(type)} detail={type.name} />
              ))}
            </fieldset>
          );
        })}
      </div>
    </AllOrSome>
  );
}
