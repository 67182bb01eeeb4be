"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import { useRef, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { routes } from "@/lib/routes";

const SHOWN = ["active", "archived", "all"] as const;

/** Search and which to show; both stand in the URL. */
export function ProductFilters({ search, show }: { search?: string; show?: string }) {
  const t = useTranslations("products");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    router.push(routes.products.list({ search: values.search?.trim(), show: values.show === "active" ? undefined : values.show }));
  };
  return (
    <form ref={form} role="search" action={routes.products.list()} onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <Input name="search" type="search" defaultValue={search} aria-label={t("search.label")} placeholder={t("search.placeholder")} maxLength={200} className="min-w-0 flex-1 basis-48 sm:max-w-xs" />
      <Select name="show" aria-label={t("show.label")} defaultValue={show ?? "active"} onChange={() => form.current?.requestSubmit()} className="w-36">
        {SHOWN.map((value) => <option key={value} value={value}>{t(`show.${value}`)}</option>)}
      </Select>
      <Button type="submit" variant="outline">{t("search.button")}</Button>
      {(search || show) && <Button asChild variant="ghost"><Link href={routes.products.list()}>{t("search.clear")}</Link></Button>}
    </form>
  );
}
