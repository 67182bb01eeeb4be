import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { AppError } from "@/lib/domain/errors";
import { readId } from "@/lib/domain/ids";
import { routes } from "@/lib/routes";
import { getReceiver } from "@/lib/services/receivers/get";
import { getDraft } from "@/lib/services/subscriptions/drafts";
import { requireCtx, type SessionCtx } from "@/lib/web/session";
import { readFormOptions } from "../form-options";
import { Wizard } from "./wizard";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscriptions"))("new.title") };
}

export default async function NewSubscriptionPage({ searchParams }: Props) {
  const ctx = await requireCtx("subscription.write");
  const t = await getTranslations("subscriptions");
  const { draft: asked, receiver } = await searchParams;
  const [options, saved] = await Promise.all([readFormOptions(ctx), typeof asked === "string" ? findDraft(ctx, asked) : null]);
  const url = typeof receiver === "string" && readId("receiver", receiver) ? await getReceiver({ ctx, input: { receiverId: receiver } }).then((found) => found.url, () => undefined) : undefined;
  return (
    <>
      <PageHeader title={t("new.title")} description={t("new.description")} />
      <Wizard options={options} saved={saved} url={url} />
    </>
  );
}

/** One that was finished, discarded or is somebody else's: a new one begins. */
async function findDraft(ctx: SessionCtx, id: string) {
  if (!readId("subscriptionDraft", id)) redirect(routes.subscriptions.new());
  return getDraft({ ctx, input: { id } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") redirect(routes.subscriptions.new());
    throw error;
  });
}
