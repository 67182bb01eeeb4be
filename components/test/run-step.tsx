import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { EventTypeName } from "@/components/event-type-name";
import { useFailureWords } from "@/components/events/failure-words";
import { JsonView } from "@/components/json-view";
import { Name } from "@/components/name";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { isStatusAtFault } from "@/lib/domain/failure";
import { routes } from "@/lib/routes";
import type { RunStep, StepDelivery } from "@/lib/services/scenarios/get-run";

/** One event of a story: when it happens in it, and what every subscription answered. */
export function RunStepView({ step }: { step: RunStep }) {
  const t = useTranslations("scenarios.detail");
  const isSent = step.status === "sent";
  return (
    <li className="relative pb-6 pl-8 last:pb-0">
      <span aria-hidden className="absolute top-6 bottom-0 left-[0.6875rem] w-px bg-border" />
      <span className={cn("absolute top-0 left-0 grid size-6 place-items-center rounded-full border text-xs tabular-nums", isSent ? "border-primary bg-primary text-primary-foreground" : "border-border-strong bg-card text-muted-foreground")}>
        <span className="sr-only">{t("step", { number: step.number })}</span><span aria-hidden>{step.number}</span>
      </span>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-[13px] font-medium"><EventTypeName name={step.eventType} inline /></h3>
        {step.eventId && <Link href={routes.events.detail(step.eventId)} className="text-[13px] text-link underline underline-offset-2">{t("openEvent")}</Link>}
      </div>
      <p className="text-xs leading-5 text-muted-foreground">{t("inStory")} <Timestamp at={step.occurredAt} format="absolute" /></p>
      {step.status === "waiting" && <p className="mt-1 text-sm text-muted-foreground">{t("due")} <Timestamp at={step.dueAt} /></p>}
      {step.status === "cancelled" && <p className="mt-1 text-sm text-muted-foreground">{t("notSent")}</p>}
      {isSent && step.deliveries.length === 0 && <p className="mt-1 text-sm text-muted-foreground">{t("gone")}</p>}
      {step.deliveries.length > 0 && <ul className="mt-2 space-y-2">{step.deliveries.map((delivery) => <DeliveryLine key={delivery.id} delivery={delivery} />)}</ul>}
    </li>
  );
}

function DeliveryLine({ delivery }: { delivery: StepDelivery }) {
  const t = useTranslations("scenarios.detail");
  const format = useFormat();
  const words = useFailureWords();
  const { answer } = delivery;
  const outcome = !answer ? t("noAnswer")
    : answer.status === null || (delivery.lastFailureKind && !isStatusAtFault(delivery.lastFailureKind)) ? words(delivery.lastFailureKind ?? "unknown", null).title
      : t("answered", { status: answer.status, duration: format.duration(answer.durationMs) });
  return (
    <li className="min-w-0 rounded-md border border-border text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
        <StatusBadge status={delivery.state} />
        <span className="min-w-0 truncate font-medium"><Name text={delivery.subscription.name} /></span>
        <span className="inline-block text-muted-foreground first-letter:uppercase">{outcome}</span>
        {delivery.state === "retrying" && delivery.nextAttemptAt && <span className="text-muted-foreground">· {t("next")} <Timestamp at={delivery.nextAttemptAt} /></span>}
      </div>
      {answer?.body && (
        <details className="border-t border-border px-3 py-1.5">
          <summary className="cursor-pointer text-xs text-muted-foreground">{t("answer")}</summary>
          <JsonView text={answer.body} label={t("answer")} className="my-2" />
        </details>
      )}
    </li>
  );
}
