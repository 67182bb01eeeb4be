"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { AddressFields } from "@/components/subscriptions/address-fields";
import { BackTestPanel } from "@/components/subscriptions/back-test-panel";
import { DeliveryFields } from "@/components/subscriptions/delivery-fields";
import { draftOf, inputOf, isToldAtOnce, issuesOf, selectionOf, type SubscriptionDraft } from "@/components/subscriptions/draft";
import { EventTypePicker } from "@/components/subscriptions/event-type-picker";
import { FilterEditor } from "@/components/subscriptions/filter-editor";
import { ProductPicker, type ProductChoice } from "@/components/subscriptions/product-picker";
import { useBackTest } from "@/components/subscriptions/use-back-test";
import { useUnsaved } from "@/components/unsaved";
import { useProblemWords } from "@/components/use-problem-words";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import type { EventTypeGroups } from "@/lib/services/subscriptions/list-event-types";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";
import { updateSubscriptionAction } from "./actions";
import { ensureReceiver, findProducts, runBackTest } from "./form-calls";

export interface FormOptions {
  products: { products: ProductChoice[]; hasMore: boolean };
  eventTypes: EventTypeGroups;
  isLoopbackAllowed: boolean;
}

/** All of a subscription's settings on one page. */
export function SubscriptionForm({ options, subscription }: { options: FormOptions; subscription: SubscriptionDetail }) {
  const t = useTranslations("subscriptions.form");
  const words = useProblemWords();
  const router = useRouter();
  const { run, issue: serverIssue, isPending } = useActionForm();
  const [draft, setDraft] = useState<SubscriptionDraft>(() => draftOf(subscription));
  const [first] = useState(draft);
  const [isSaved, setSaved] = useState(false);
  const [tried, setTried] = useState(0);
  useUnsaved(!isSaved && JSON.stringify(draft) !== JSON.stringify(first));
  const form = useRef<HTMLFormElement>(null);
  const problems = issuesOf(draft, words.sayIssue).filter(({ path }) => tried > 0 || isToldAtOnce(draft, path));
  const issue = (path: string) => problems.find((problem) => problem.path === path)?.message ?? serverIssue(path);
  const refused = serverIssue("url");
  const set = (change: Partial<SubscriptionDraft>) => setDraft((now) => ({ ...now, ...change }));
  // The eye and the keyboard go to the first thing that needs a correction.
  useEffect(() => {
    if (tried > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tried, refused]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(tried + 1);
    if (issuesOf(draft).length > 0) return;
    run(() => updateSubscriptionAction({ ...inputOf(draft), id: subscription.id, updatedAtSeen: subscription.updatedAt }), ({ id }) => {
      toast.success(t("saved"));
      setSaved(true);
      const hasNewSelection = JSON.stringify(selectionOf(draft)) !== JSON.stringify(selectionOf(draftOf(subscription)));
      router.push(routes.subscriptions.detail(id, hasNewSelection ? { changed: "1" } : {}));
    });
  };
  const known = useBackTest(draft, runBackTest);
  const fields = { draft, set, issue };
  return (
    <form ref={form} onSubmit={submit} noValidate className="max-w-3xl space-y-6">
      <Card>
        <CardHeader title={t("addressTitle")} />
        <CardContent><AddressFields {...fields} ensureReceiver={ensureReceiver} isLoopbackAllowed={options.isLoopbackAllowed} /></CardContent>
      </Card>
      <Card>
        <CardHeader title={t("selectionTitle")} description={t("selectionHint")} />
        <CardContent className="space-y-6">
          <ProductPicker {...fields} first={options.products} find={findProducts} />
          <EventTypePicker {...fields} groups={options.eventTypes} />
          <FilterEditor {...fields} paths={known.result?.paths ?? []} />
          <BackTestPanel known={known} hasFilter={draft.hasFilter} />
        </CardContent>
      </Card>
      <Card>
        <CardHeader title={t("deliveryTitle")} description={t("deliveryHint")} />
        <CardContent><DeliveryFields {...fields} hasHottok={subscription.hotmartCompatible} /></CardContent>
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" disabled={isPending}>{t("save")}</Button>
        <Button asChild variant="ghost"><Link href={routes.subscriptions.detail(subscription.id)}>{t("cancel")}</Link></Button>
        {tried > 0 && problems.length > 0 && <p role="status" className="text-sm text-danger">{t("problems", { count: problems.length })}</p>}
      </div>
    </form>
  );
}
