import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/page-header";
import { requireCtx } from "@/lib/web/session";
import { readFormOptions } from "../form-options";
import { SubscriptionForm } from "../subscription-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscriptions"))("new.title") };
}

export default async function NewSubscriptionPage() {
  const ctx = await requireCtx("subscription.write");
  const t = await getTranslations("subscriptions");
  return (
    <>
      <PageHeader title={t("new.title")} description={t("new.description")} />
      <SubscriptionForm options={await readFormOptions(ctx)} />
    </>
  );
}
