import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { EventTypeName } from "@/components/event-type-name";
import { Timestamp } from "@/components/timestamp";
import { routes } from "@/lib/routes";
import { useClauseWords } from "./clause-words";
import type { BackTestState } from "./use-back-test";

/** What a selection would have matched in the last 60 days, and, one by one, the newest events with the reason. */
export function BackTestPanel({ known: { result, state }, hasFilter }: { known: BackTestState; hasFilter: boolean }) {
  const t = useTranslations("subscriptions.backTest");
  const words = useClauseWords();
  return (
    <section aria-label={t("title")} className="space-y-3 rounded-md border border-border bg-subtle p-3">
      <h3 className="text-sm font-medium">{t("title")}</h3>
      <p aria-live="polite" className="text-sm" data-testid="back-test">
        {state === "failed" ? <span className="text-danger">{t("failed")}</span>
          : state === "incomplete" ? <span className="text-muted-foreground">{t("incomplete")}</span>
          : !result || state === "working" ? <span className="text-muted-foreground">{t("working")}</span>
          : <>
              {result.isExact ? t("exact", { count: result.matched }) : t("about", { count: result.matched, matched: result.sample.passed, sampled: result.sample.size })}
              {hasFilter && <span className="text-muted-foreground"> {t("selection", { count: result.selected })}</span>}
            </>}
      </p>
      {result && result.examples.length === 0 && state === "done" && <p className="text-xs text-muted-foreground">{t("none")}</p>}
      {result && result.examples.length > 0 && (
        <details open={hasFilter || undefined}>
          <summary className="cursor-pointer text-xs text-muted-foreground">{t("examples")}</summary>
          <ul className="mt-2 space-y-1.5">
            {result.examples.map((event) => (
              <li key={event.id} className="flex items-start gap-2 text-xs leading-4">
                {event.isMatch ? <CircleCheck aria-hidden className="size-4 shrink-0 text-success" /> : <CircleX aria-hidden className="size-4 shrink-0 text-muted-foreground" />}
                <span className="min-w-0">
                  <span className="sr-only">{event.isMatch ? t("yes") : t("no")}: </span>
                  <Link href={routes.events.detail(event.id)} target="_blank" className="underline-offset-2 hover:underline"><EventTypeName name={event.eventType} inline /></Link>
                  <span className="text-muted-foreground">{event.product && ` · ${event.product}`} · <Timestamp at={event.receivedAt} focusable={false} /></span>
                  {event.clause && <span className="block break-words text-muted-foreground">{t("because", { clause: words(event.clause) })} {event.found === null ? t("wasMissing") : t("was", { value: event.found })}</span>}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
