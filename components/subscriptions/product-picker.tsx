"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { AllOrSome, CheckItem } from "./choice";
import type { Issues, SetDraft, SubscriptionDraft } from "./draft";

export interface ProductChoice { id: string; name: string; externalId: string | null }
/** The products that a text finds, the first by name, and whether there are more. */
export type FindProducts = (search: string) => Promise<{ products: ProductChoice[]; hasMore: boolean } | null>;

const SETTLED_MS = 200;

/** All products, or some: found by name or id, so that it works with three products and with ten thousand. */
export function ProductPicker({ first, find, draft, set, issue }: { first: { products: ProductChoice[]; hasMore: boolean }; find: FindProducts; draft: SubscriptionDraft; set: SetDraft; issue: Issues }) {
  const t = useTranslations("subscriptions.form");
  const [search, setSearch] = useState("");
  const [found, setFound] = useState<typeof first | "failed">(first);
  useEffect(() => {
    if (search.trim() === "") return setFound(first);
    let isGone = false;
    const timer = setTimeout(() => void find(search.trim()).then((result) => { if (!isGone) setFound(result ?? "failed"); }, () => { if (!isGone) setFound("failed"); }), SETTLED_MS);
    return () => { isGone = true; clearTimeout(timer); };
  }, [search, first, find]);
  const chosen = new Set(draft.products.map(({ id }) => id));
  const remove = (id: string) => set({ products: draft.products.filter((product) => product.id !== id) });
  const toggle = ({ id, name }: ProductChoice, isChosen: boolean) => (isChosen ? set({ products: [...draft.products, { id, name }] }) : remove(id));
  return (
    <AllOrSome name="products" legend={t("products")} isAll={draft.allProducts} onChange={(allProducts) => set({ allProducts })} all={t("allProducts")} some={t("someProducts")} error={issue("productIds")}>
      {draft.products.length > 0 && (
        <ul className="flex flex-wrap gap-1.5" aria-label={t("chosenProducts")}>
          {draft.products.map((product) => (
            <li key={product.id} className="inline-flex max-w-full items-center gap-1 rounded-md bg-primary-soft py-0.5 pr-0.5 pl-2 text-xs text-link">
              <span className="truncate">{product.name}</span>
              <button type="button" onClick={() => remove(product.id)} aria-label={t("removeProduct", { name: product.name })} className="grid size-6 cursor-pointer place-items-center rounded hover:bg-muted"><X aria-hidden className="size-3.5" /></button>
            </li>
          ))}
        </ul>
      )}
      <div className="rounded-md border border-border">
        <div className="border-b border-border p-2">
          <Label htmlFor="product-search" className="sr-only">{t("findProduct")}</Label>
          <Input id="product-search" type="search" value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t("findProduct")} maxLength={200} autoComplete="off" />
        </div>
        <div className="max-h-64 overflow-y-auto p-2" aria-live="polite">
          {found === "failed" ? <p className="px-2 py-1.5 text-sm text-danger">{t("findFailed")}</p>
            : found.products.length === 0 ? <p className="px-2 py-1.5 text-sm text-muted-foreground">{search ? t("noProduct") : t("noProducts")}</p>
            : found.products.map((product) => <CheckItem key={product.id} isChecked={chosen.has(product.id)} onChange={(isChosen) => toggle(product, isChosen)} label={product.name} detail={product.externalId} />)}
          {found !== "failed" && found.hasMore && <p className="px-2 py-1.5 text-xs text-muted-foreground">{t("moreProducts")}</p>}
        </div>
      </div>
    </AllOrSome>
  );
}
