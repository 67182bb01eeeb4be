import { SearchX } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";

export default async function NotFoundPage() {
  const t = await getTranslations("common.notFound");
  return (
    <main>
      <EmptyState icon={<SearchX />} title={<span role="heading" aria-level={1}>{t("title")}</span>} description={t("description")} action={<Button asChild variant="outline"><Link href={routes.home()}>{t("home")}</Link></Button>} />
    </main>
  );
}
