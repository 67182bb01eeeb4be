import { Webhook } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { outboundPolicy } from "@/lib/web/outbound-policy";
import { requireCtx } from "@/lib/web/session";
import { NewSubscription } from "./new-subscription";
import { SubscriptionTable } from "./subscription-table";

export async function generateMetadata() {
  return { title: (await getTranslations("subscriptions"))("title") };
}

export default async function SubscriptionsPage() {
  const ctx = await requireCtx("subscription.read");
  const t = await getTranslations("subscriptions");
  const subscriptions = await listSubscriptions({ ctx });
  const isLoopbackAllowed = outboundPolicy().allowedRanges.includes("127.0.0.0/8");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="space-y-6">
        <Card>
          {subscriptions.length > 0 ? <SubscriptionTable subscriptions={subscriptions} /> : <EmptyState icon={<Webhook />} title={t("empty.title")} description={t("empty.description")} />}
        </Card>
        <IfMay permission="subscription.write"><Card>
          <CardHeader title={t("new.title")} description={isLoopbackAllowed ? t("new.local") : t("new.description")} />
          <CardContent><NewSubscription /></CardContent>
        </Card></IfMay>
      </div>
    </>
  );
}
