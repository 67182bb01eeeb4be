"use client";
import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useState, type FormEvent, type ReactNode } from "react";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { CopyButton } from "@/components/copy-button";
import { useFailureWords } from "@/components/events/failure-words";
import { Name, NameIn } from "@/components/name";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";
import type { FirstSteps } from "@/lib/services/overview/read-steps";
import { createFirstSubscriptionAction, ensureReceiverAction, sendFirstTestAction } from "./actions";

/** The three steps to a first webhook; each is done in its place. */
export function Guide({ steps }: { steps: FirstSteps }) {
  const t = useTranslations("overview.steps");
  // Here, so that it outlives the form below, which begins anew with the receiver's address.
  const [name, setName] = useState("");
  const left = [steps.hasAddress, steps.hasSubscription, steps.hasDelivered].filter((isDone) => !isDone).length;
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} description={t("left", { count: left })} />
      <ol className="grid divide-y divide-border lg:grid-cols-3 lg:divide-x lg:divide-y-0">
        <Step number={1} title={t("address.title")} isDone={steps.hasAddress}><AddressStep steps={steps} /></Step>
        <Step number={2} title={t("subscription.title")} isDone={steps.hasSubscription}><SubscriptionStep key={steps.receiverUrl} steps={steps} name={name} setName={setName} /></Step>
        <Step number={3} title={t("test.title")} isDone={steps.hasDelivered}><TestStep steps={steps} /></Step>
      </ol>
    </Card>
  );
}

function Step({ number, title, isDone, children }: { number: number; title: string; isDone: boolean; children: ReactNode }) {
  const t = useTranslations("overview.steps");
  return (
    <li className="min-w-0 space-y-3 px-4 py-4 sm:px-5">
      <div className="flex items-center gap-2.5">
        <span aria-hidden className={cn("grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold", isDone ? "bg-success-soft text-success" : "bg-muted")}>
          {isDone ? <CircleCheck className="size-4" /> : number}
        </span>
        <h3 className="min-w-0 flex-1 text-sm font-semibold">{title}</h3>
        <Badge tone={isDone ? "success" : "neutral"}>{t(isDone ? "done" : "toDo")}</Badge>
      </div>
      <div className="space-y-3 text-[13px] leading-5 text-muted-foreground">{children}</div>
    </li>
  );
}

function AddressStep({ steps }: { steps: FirstSteps }) {
  const t = useTranslations("overview.steps.address");
  const { run, isPending } = useActionForm();
  if (steps.receiverUrl) {
    return (
      <>
        <p>{t("ready")} <Link href={routes.receivers.list()} className="text-link underline underline-offset-2">{t("open")}</Link></p>
        <p className="flex items-center gap-1"><code className="min-w-0 truncate font-mono text-xs" title={steps.receiverUrl}>{steps.receiverUrl}</code><CopyButton value={steps.receiverUrl} className="size-6 [&_svg]:size-3.5" /></p>
      </>
    );
  }
  if (steps.hasAddress) return <p>{t("theirs")}</p>;
  return (
    <>
      <p>{t("description")}</p>
      <Button size="sm" disabled={isPending} onClick={() => run(() => ensureReceiverAction(), () => undefined)}>{t("use")}</Button>
      <p>{t("own")}</p>
    </>
  );
}

function SubscriptionStep({ steps, name, setName }: { steps: FirstSteps; name: string; setName: (name: string) => void }) {
  const t = useTranslations("overview.steps.subscription");
  const { run, issue, isPending } = useActionForm();
  const [url, setUrl] = useState(steps.receiverUrl ?? "");
  if (steps.subscription) return <p>{t("ready")} <Link href={routes.subscriptions.list()} className="text-link underline underline-offset-2"><Name text={steps.subscription.name} /></Link></p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(() => createFirstSubscriptionAction({ name, url }), () => toast.success(t("created")));
  };
  return (
    <>
      <p>{t("description")}</p>
      <form onSubmit={submit} noValidate className="space-y-3 text-foreground">
        <Field label={t("name")} htmlFor="first-name" error={issue("name")}><Input value={name} onChange={(event) => setName(event.target.value)} placeholder={t("namePlaceholder")} maxLength={100} autoComplete="off" /></Field>
        <Field label={t("url")} htmlFor="first-url" error={issue("url")}><Input type="url" value={url} onChange={(event) => setUrl(event.target.value)} placeholder="https://" maxLength={2048} /></Field>
        <Button type="submit" size="sm" disabled={isPending}>{t("create")}</Button>
      </form>
    </>
  );
}

function TestStep({ steps }: { steps: FirstSteps }) {
  const t = useTranslations("overview.steps.test");
  const words = useFailureWords();
  const { run, isPending } = useActionForm();
  const { lastTest: last } = steps;
  const see = last && <Link href={routes.events.detail(last.eventId)} className="text-link underline underline-offset-2">{t("see")}</Link>;
  if (steps.hasDelivered) return <p>{t("ready")} {see}</p>;
  if (!steps.subscription) return <p>{t("needs")}</p>;
  const reason = last?.lastFailureKind ? words(last.lastFailureKind, last.lastResponseStatus).title : null;
  return (
    <>
      <p><NameIn name={steps.subscription.name}>{(name) => t("description", { name })}</NameIn></p>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" disabled={isPending} onClick={() => run(() => sendFirstTestAction(), () => toast.success(t("sent")))}>{t("send")}</Button>
        <Button asChild variant="outline" size="sm"><Link href={routes.test({ subscription: steps.subscription.id })}>{t("more")}</Link></Button>
      </div>
      <p aria-live="polite">
        {last && <>{last.status === "failed" ? t("failed", { reason: reason ?? "" }) : reason ? t("retrying", { reason }) : t("waiting")} {see}</>}
      </p>
    </>
  );
}
