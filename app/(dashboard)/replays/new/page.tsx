import { Webhook } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { listFilterOptions } from "@/lib/services/events/list-filter-options";
import type { SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";
import { readReplayQuery } from "./query";
import { ReplayForm } from "./replay-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("replays"))("form.title") };
}

export default async function NewReplayPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("event.resend");
  const t = await getTranslations("replays");
  const [options, initial] = await Promise.all([listFilterOptions({ ctx }), readReplayQuery(searchParams, ctx.now())]);
  const subscriptions = options.subscriptions.filter((one) => !one.isDeleted);
  return (
    <>
      <Link href={routes.replays.list()} className="mb-3 inline-block text-sm text-muted-foreground hover:underline">← {t("form.back")}</Link>
      <PageHeader title={t("form.title")} description={t("form.description")} />
      {subscriptions.length > 0 ? <ReplayForm key={JSON.stringify(initial)} options={{ ...options, subscriptions }} initial={initial} /> : (
        <Card><EmptyState icon={<Webhook />} title={t("form.noSubscriptions")} action={<Button asChild><Link href={routes.subscriptions.list()}>{t("form.toSubscriptions")}</Link></Button>} /></Card>
      )}
    </>
  );
}
