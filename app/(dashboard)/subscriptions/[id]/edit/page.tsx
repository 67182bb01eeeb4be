import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { Name, NameIn } from "@/components/name";
import { PageHeader } from "@/components/page-header";
import { routes } from "@/lib/routes";
import { requireCtx } from "@/lib/web/session";
import { findSubscription } from "../../find-subscription";
import { readFormOptions } from "../../form-options";
import { SubscriptionForm } from "../../subscription-form";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const subscription = await findSubscription(await requireCtx("subscription.write"), (await params).id);
  const t = await getTranslations("subscriptions");
  return { title: `${t("edit.title", { name: subscription.name })} · ${t("title")}` };
}

export default async function EditSubscriptionPage({ params }: Props) {
  const ctx = await requireCtx("subscription.write");
  const t = await getTranslations("subscriptions");
  const subscription = await findSubscription(ctx, (await params).id);
  return (
    <>
      <Link href={routes.subscriptions.detail(subscription.id)} className="mb-2 inline-block text-[13px] text-muted-foreground hover:text-foreground">← <Name text={subscription.name} /></Link>
      <PageHeader title={<NameIn name={subscription.name}>{(name) => t("edit.title", { name })}</NameIn>} description={t("edit.description")} />
      <SubscriptionForm options={await readFormOptions(ctx)} subscription={subscription} />
    </>
  );
}
