"use client";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { AllOrSome, CheckItem } from "@/components/subscriptions/choice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { KEY_SCOPES, type KeyScope } from "@/lib/domain/permissions";
import { createApiKeyAction } from "../actions";
import { useActionForm } from "@/components/use-action-form";

const DAYS = [30, 90, 365] as const;
export interface KeyProduct { id: string; name: string; externalId: string | null }

/** What a new key is called, may, is for, and when it ends. */
export function NewApiKey({ products, onMade }: { products: KeyProduct[]; onMade: (key: string) => void }) {
  const t = useTranslations("settings.keys");
  const { run, issue, isPending } = useActionForm();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyScope>("ingest");
  const [days, setDays] = useState("");
  const [isAll, setIsAll] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const [isNoneChosen, setIsNoneChosen] = useState(false);
  const mayBeLimited = scope !== "manage";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isLimited = mayBeLimited && !isAll;
    setIsNoneChosen(isLimited && chosen.length === 0);
    if (isLimited && chosen.length === 0) return;
    const input = { name, scope, productIds: isLimited ? chosen : [], expiresInDays: days === "" ? null : Number(days) };
    run(() => createApiKeyAction(input), ({ key }) => { setName(""); setChosen([]); setIsAll(true); onMade(key); });
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <Field label={t("name")} htmlFor="key-name" error={issue("name")}><Input value={name} onChange={(event) => setName(event.target.value)} placeholder={t("namePlaceholder")} maxLength={100} autoComplete="off" /></Field>
        <Field label={t("scope")} htmlFor="key-scope">
          <Select value={scope} onChange={(event) => setScope(event.target.value as KeyScope)}>{KEY_SCOPES.map((value) => <option key={value} value={value}>{t(`scopes.${value}`)}</option>)}</Select>
        </Field>
        <Field label={t("expires")} htmlFor="key-expires">
          <Select value={days} onChange={(event) => setDays(event.target.value)}>
            <option value="">{t("expiresIn.never")}</option>
            {DAYS.map((count) => <option key={count} value={count}>{t("expiresIn.days", { days: count })}</option>)}
          </Select>
        </Field>
      </div>
      {mayBeLimited && (
        <AllOrSome name="key-products" legend={t("forProducts")} isAll={isAll} onChange={setIsAll} all={t("allProducts")} some={t("someProducts")} error={issue("productIds") ?? (isNoneChosen ? t("chooseOne") : undefined)}>
          <div className="max-h-56 overflow-y-auto rounded-md border border-border p-1.5">
            {products.length === 0 && <p className="px-2 py-1.5 text-sm text-muted-foreground">{t("noProducts")}</p>}
            {products.map((product) => (
              <CheckItem key={product.id} label={product.name} detail={product.externalId} isChecked={chosen.includes(product.id)}
                onChange={(isChosen) => setChosen(isChosen ? [...chosen, product.id] : chosen.filter((id) => id !== product.id))} />
            ))}
          </div>
        </AllOrSome>
      )}
      <Button type="submit" disabled={isPending}>{t("create")}</Button>
    </form>
  );
}
