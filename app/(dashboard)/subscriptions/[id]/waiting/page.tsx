import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { Link } from "@/components/link";
import { EmptyState } from "@/components/empty-state";
import { Name, NameIn } from "@/components/name";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { listWaitingDeliveries, ListWaitingInput } from "@/lib/services/attention/list-waiting";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";
import { requireCtx } from "@/lib/web/session";
import { findSubscription } from "../../find-subscription";
import { WaitingPicker } from "./waiting-picker";

interface Props { params: Promise<{ id: string }>; searchParams: SearchParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await findSubscription(await requireCtx("subscription.read"), (await params).id);
  const t = await getTranslations();
  return { title: `${t("replays.waiting.title", { name })} · ${t("subscriptions.title")}` };
}

export default async function WaitingPage({ params, searchParams }: Props) {
  const ctx = await requireCtx("subscription.read");
  const t = await getTranslations("replays.waiting");
  const { id, name } = await findSubscription(ctx, (await params).id);
  const { cursor } = await readSearchParams(ListWaitingInput.pick({ cursor: true }), searchParams);
  const { data, next } = await listWaitingDeliveries({ ctx, input: { subscriptionId: id, cursor } });
  // A later page that was delivered or skipped whole is empty; the earlier ones are not.
  if (cursor && data.length === 0) redirect(routes.subscriptions.waiting(id));
  return (
    <>
      <Link href={routes.subscriptions.detail(id)} className="mb-3 inline-block text-sm text-muted-foreground hover:underline">← <Name text={name} /></Link>
      <PageHeader title={<NameIn name={name}>{(place) => t("title", { name: place })}</NameIn>} description={t("description")} />
      {data.length > 0 ? <WaitingPicker key={cursor ?? ""} subscriptionId={id} rows={data} /> : <Card><EmptyState icon={<CircleCheck />} title={t("empty")} description={t("emptyHint")} action={<Button asChild variant="outline"><Link href={routes.events.list({ subscriptionId: id })}>{t("emptyAction")}</Link></Button>} /></Card>}
      {(next || cursor) && (
        <nav aria-label={t("pages")} className="mt-4 flex justify-end gap-2">
          {cursor && <Button asChild variant="outline" size="sm"><Link href={routes.subscriptions.waiting(id)}>{t("first")}</Link></Button>}
          {next && <Button asChild variant="outline" size="sm"><Link href={routes.subscriptions.waiting(id, { cursor: next })}>{t("next")}</Link></Button>}
        </nav>
      )}
    </>
  );
}
