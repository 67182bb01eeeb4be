"use client";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { toast } from "sonner";
import { useActionForm } from "@/app/(dashboard)/settings/use-action-form";
import { AddressFields } from "@/components/subscriptions/address-fields";
import { BackTestPanel } from "@/components/subscriptions/back-test-panel";
import { DeliveryFields } from "@/components/subscriptions/delivery-fields";
import { EMPTY_DRAFT, draftOf, inputOf, issuesOf, type SubscriptionDraft } from "@/components/subscriptions/draft";
import { EventTypePicker } from "@/components/subscriptions/event-type-picker";
import { FilterEditor } from "@/components/subscriptions/filter-editor";
import { ProductPicker, type ProductChoice } from "@/components/subscriptions/product-picker";
import { useBackTest } from "@/components/subscriptions/use-back-test";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import type { BackTestInput } from "@/lib/services/subscriptions/back-test";
import type { EventTypeGroups } from "@/lib/services/subscriptions/list-event-types";
import type { SubscriptionDetail } from "@/lib/services/subscriptions/read";
import { backTestAction, createSubscriptionAction, ensureReceiverAction, findProductsAction, updateSubscriptionAction } from "./actions";

export interface FormOptions {
  products: { products: ProductChoice[]; hasMore: boolean };
  eventTypes: EventTypeGroups;
  isLoopbackAllowed: boolean;
}

const findProducts = async (search: string) => {
  const result = await findProductsAction({ search });
  return result.ok ? result.data : null;
};
const runBackTest = async (input: BackTestInput) => {
  const result = await backTestAction(input);
  return result.ok ? result.data : null;
};
const ensureReceiver = async () => {
  const result = await ensureReceiverAction();
  return result.ok ? result.data.url : null;
};

/** All of a subscription's settings on one page: a new one's, or those of the one given. */
export function SubscriptionForm({ options, subscription }: { options: FormOptions; subscription?: SubscriptionDetail }) {
  const t = useTranslations("subscriptions.form");
  const router = useRouter();
  const { run, issue: serverIssue, isPending } = useActionForm();
  const [draft, setDraft] = useState<SubscriptionDraft>(() => (subscription ? draftOf(subscription) : EMPTY_DRAFT));
  const [tried, setTried] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const problems = tried > 0 ? issuesOf(draft) : [];
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
    const input = inputOf(draft);
    run(() => (subscription ? updateSubscriptionAction({ ...input, id: subscription.id }) : createSubscriptionAction(input)), ({ id }) => {
      toast.success(subscription ? t("saved") : t("created"));
      router.push(routes.subscriptions.detail(id));
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
        <CardContent><DeliveryFields {...fields} hasHottok={subscription?.hotmartCompatible ?? false} /></CardContent>
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" disabled={isPending}>{subscription ? t("save") : t("create")}</Button>
        <Button asChild variant="ghost"><Link href={subscription ? routes.subscriptions.detail(subscription.id) : routes.subscriptions.list()}>{t("cancel")}</Link></Button>
        {problems.length > 0 && <p role="status" className="text-sm text-danger">{t("problems", { count: problems.length })}</p>}
      </div>
    </form>
  );
}
