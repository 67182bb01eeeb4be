"use client";
import { useTranslations } from "next-intl";
import { AddressFields } from "@/components/subscriptions/address-fields";
import { BackTestPanel } from "@/components/subscriptions/back-test-panel";
import { DeliveryFields } from "@/components/subscriptions/delivery-fields";
import type { Issues, SetDraft, SubscriptionDraft } from "@/components/subscriptions/draft";
import { EventTypePicker } from "@/components/subscriptions/event-type-picker";
import { FilterEditor } from "@/components/subscriptions/filter-editor";
import { PreflightList } from "@/components/subscriptions/preflight-list";
import { ProductPicker } from "@/components/subscriptions/product-picker";
import type { BackTestState } from "@/components/subscriptions/use-back-test";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import type { PreflightCheck } from "@/lib/services/subscriptions/preflight";
import { ensureReceiver, findProducts } from "../form-calls";
import type { FormOptions } from "../subscription-form";
import { LiveTest } from "./live-test";

interface Fields { draft: SubscriptionDraft; set: SetDraft; issue: Issues; options: FormOptions }

/** Where to: the address, and what a look at it found. */
export function AddressStep({ options, checks, isLooking, onLook, ...fields }: Fields & { checks: PreflightCheck[] | null; isLooking: boolean; onLook: () => void }) {
  const t = useTranslations("subscriptions");
  return (
    <Card>
      <CardHeader title={t("wizard.step1")} description={t("wizard.step1Hint")} />
      <CardContent className="space-y-4">
        <AddressFields {...fields} ensureReceiver={ensureReceiver} isLoopbackAllowed={options.isLoopbackAllowed} />
        <div aria-live="polite" className="space-y-2">
          {checks && <PreflightList checks={checks} />}
          {fields.draft.url.trim() !== "" && <Button variant="outline" size="sm" onClick={onLook} disabled={isLooking}>{isLooking ? t("wizard.looking") : checks ? t("wizard.lookAgain") : t("wizard.look")}</Button>}
        </div>
      </CardContent>
    </Card>
  );
}

/** What: products, event types, conditions, and what that would have matched. */
export function SelectionStep({ options, known, ...fields }: Fields & { known: BackTestState }) {
  const t = useTranslations("subscriptions");
  return (
    <Card>
      <CardHeader title={t("wizard.step2")} description={t("form.selectionHint")} />
      <CardContent className="space-y-6">
        <ProductPicker {...fields} first={options.products} find={findProducts} />
        <EventTypePicker {...fields} groups={options.eventTypes} />
        <FilterEditor {...fields} paths={known.result?.paths ?? []} />
        <BackTestPanel known={known} hasFilter={fields.draft.hasFilter} />
      </CardContent>
    </Card>
  );
}

/** Whether it works: a live test, and how it is sent for those who need it otherwise. */
export function TestStep({ options, draftId, ...fields }: Fields & { draftId: string | null }) {
  const t = useTranslations("subscriptions");
  return (
    <div className="space-y-6">
      <Card>
        <CardHeader title={t("wizard.step3")} description={t("wizard.step3Hint")} />
        <CardContent><LiveTest draftId={draftId} draft={fields.draft} groups={options.eventTypes} /></CardContent>
      </Card>
      <Card>
        <CardHeader title={t("form.deliveryTitle")} description={t("form.deliveryHint")} />
        <CardContent><DeliveryFields {...fields} hasHottok={false} /></CardContent>
      </Card>
    </div>
  );
}
