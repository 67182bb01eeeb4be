import { Plus, Webhook } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { RefreshOnChange } from "@/components/refresh-on-change";
import { SubscriptionTable } from "@/components/subscriptions/subscription-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { listDrafts } from "@/lib/services/subscriptions/drafts";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { requireCtx } from "@/lib/web/session";
import { DraftList } from "./draft-list";
import { SubscriptionActions } from "./subscription-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscriptions"))("title") };
}

export default async function SubscriptionsPage() {
  const ctx = await requireCtx("subscription.read");
  const t = await getTranslations("subscriptions");
  const [subscriptions, drafts] = await Promise.all([listSubscriptions({ ctx }), listDrafts({ ctx })]);
  const create = <IfMay permission="subscription.write"><Button asChild><Link href={routes.subscriptions.new()}><Plus aria-hidden />{t("new.button")}</Link></Button></IfMay>;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <div className="space-y-6">
        <DraftList drafts={drafts.map(({ id, step, values, updatedAt }) => ({ id, step, name: values.name, url: values.url, updatedAt }))} />
        <Card>
          {subscriptions.length > 0
            ? <SubscriptionTable subscriptions={subscriptions} menu={({ id, name, status, waiting }) => <IfMay permission="subscription.write"><SubscriptionActions subscription={{ id, name, status, waiting }} isCompact /></IfMay>} />
            : <EmptyState icon={<Webhook />} title={t("empty.title")} description={t("empty.description")} action={create} />}
        </Card>
      </div>
      <RefreshOnChange />
    </>
  );
}
