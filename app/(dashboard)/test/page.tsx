import { FlaskConical } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { TestForm } from "@/components/test/test-form";
import { TestTabs } from "@/components/test/test-tabs";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { listTestOptions } from "@/lib/services/events/list-test-options";
import { requireCtx } from "@/lib/web/session";
import { deleteBookmarkAction, resendTestAction, sendTestAction, testResultAction } from "./actions";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("test"))("title") };
}

export default async function TestPage({ searchParams }: Props) {
  const ctx = await requireCtx("event.test");
  const t = await getTranslations("test");
  const options = await listTestOptions({ ctx });
  const query = await searchParams;
  const asked = (name: string) => (typeof query[name] === "string" ? query[name] : undefined);
  const create = <Button asChild><Link href={routes.subscriptions.new()}>{t("none.action")}</Link></Button>;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <TestTabs current="one" />
      {options.subscriptions.length === 0
        ? <Card><EmptyState icon={<FlaskConical />} title={t("none.title")} description={t("none.description")} action={create} /></Card>
        : <TestForm options={options} subscriptionId={asked("subscription")} eventType={asked("eventType") ?? asked("type")} sample={asked("sample")} send={sendTestAction} result={testResultAction} resend={resendTestAction} removeBookmark={deleteBookmarkAction} />}
    </>
  );
}
