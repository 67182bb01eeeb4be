import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { ReceiverTable } from "@/components/receiver/receiver-table";
import { RefreshWhile } from "@/components/refresh-while";
import { Card } from "@/components/ui/card";
import { listReceivers } from "@/lib/services/receivers/list";
import { requireCtx } from "@/lib/web/session";
import { NewReceiver } from "./new-receiver";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("receiver"))("title") };
}

export default async function ReceiversPage() {
  const ctx = await requireCtx("receiver.read");
  const t = await getTranslations("receiver");
  const create = <IfMay permission="receiver.write"><NewReceiver /></IfMay>;
  const receivers = await listReceivers({ ctx });
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <Card>
        {receivers.length > 0
          ? <ReceiverTable receivers={receivers} />
          : <EmptyState icon={<Inbox />} title={t("empty.title")} description={t("empty.description")} action={create} />}
      </Card>
      <RefreshWhile active={receivers.length > 0} />
    </>
  );
}
