import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { EventTypeName } from "@/components/event-type-name";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import type { BackTest, BackTestEvent } from "@/lib/services/subscriptions/back-test";
import { useClauseWords } from "./clause-words";
import type { BackTestState } from "./use-back-test";

/** What a selection would have matched in the last 60 days, the newest of it, and the newest that the filter keeps out, with the reason. */
export function BackTestPanel({ known: { result, state, isGoingOn, goOn }, hasFilter }: { known: BackTestState; hasFilter: boolean }) {
  const t = useTranslations("subscriptions.backTest");
  return (
    <section aria-label={t("title")} className="space-y-3 rounded-md border border-border bg-subtle p-3">
      <h3 className="text-sm font-medium">{t("title")}</h3>
      <p aria-live="polite" aria-busy={isGoingOn} className="text-sm" data-testid="back-test">
        {state === "failed" ? <span className="text-danger">{t("failed")}</span>
          : state === "incomplete" ? <span className="text-muted-foreground">{t("incomplete")}</span>
          : !result || state === "working" ? <span className="text-muted-foreground">{t("working")}</span>
          : <>
              {result.next === null ? t("exact", { count: result.matched }) : <>{t("partly", { count: result.matched, tried: result.tried })} {t(isGoingOn ? "goingOn" : "rest")}</>}
              {hasFilter && <span className="text-muted-foreground"> {t("selection", { count: result.selected })}</span>}
            </>}
      </p>
      {result?.next && state === "done" && !isGoingOn && <Button variant="outline" size="sm" onClick={goOn}>{t("goOn")}</Button>}
      {result && result.selected === 0 && state === "done" && <p className="text-xs text-muted-foreground">{t("none")}</p>}
      {result && state !== "incomplete" && result.examples.length > 0 && <Events title={t("examples")} isOpen={hasFilter} events={result.examples} />}
      {result && state !== "incomplete" && result.refused.length > 0 && <Events title={t("refused")} isOpen={hasFilter} events={result.refused} />}
    </section>
  );
}

function Events({ title, isOpen, events }: { title: string; isOpen: boolean; events: (BackTestEvent & Partial<BackTest["refused"][number]>)[] }) {
  const t = useTranslations("subscriptions.backTest");
  const words = useClauseWords();
  return (
    <details open={isOpen || undefined}>
      <summary className="cursor-pointer text-xs text-muted-foreground">{title}</summary>
      <ul className="mt-2 space-y-1.5">
        {events.map((event) => (
          <li key={event.id} className="flex items-start gap-2 text-xs leading-4">
            {event.clause ? <CircleX aria-hidden className="size-4 shrink-0 text-muted-foreground" /> : <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />}
            <span className="min-w-0">
              <Link href={routes.events.detail(event.id)} target="_blank" className="underline-offset-2 hover:underline"><EventTypeName name={event.eventType} inline /></Link>
              <span className="text-muted-foreground">{event.product && ` · ${event.product}`} · <Timestamp at={event.receivedAt} focusable={false} /></span>
              {event.clause && <span className="block break-words text-muted-foreground">{t("because", { clause: words(event.clause) })} {typeof event.found === "string" ? t("was", { value: event.found }) : t("wasMissing")}</span>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
