import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** Searches the inbox; works without scripts, and the text stands in the URL. */
export function InboxSearch({ action, search }: { action: string; search?: string }) {
  const t = useTranslations("receiver.inbox");
  return (
    <form action={action} role="search" className="flex flex-wrap items-center gap-2">
      <Input key={search} name="search" type="search" defaultValue={search} aria-label={t("search")} placeholder={t("search")} maxLength={300} className="h-8 w-56 text-[13px]" />
      <Button type="submit" variant="outline" size="sm">{t("searchButton")}</Button>
      {search && <Button asChild variant="ghost" size="sm"><Link href={action}>{t("clearSearch")}</Link></Button>}
    </form>
  );
}
