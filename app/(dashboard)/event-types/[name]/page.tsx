import { Pencil, Send } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { notFound } from "next/navigation";
import { ZodError } from "zod";
import { IfMay } from "@/components/access";
import { CopyableId } from "@/components/copyable-id";
import { EmptyState } from "@/components/empty-state";
import { SampleView } from "@/components/event-types/sample-view";
import { JsonView } from "@/components/json-view";
import { Name } from "@/components/name";
import { PageHeader } from "@/components/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { catalogueWords } from "@/lib/catalogue-words";
import { AppError } from "@/lib/domain/errors";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import { getEventType } from "@/lib/services/event-types/get";
import { requireCtx } from "@/lib/web/session";
import { EventTypeDialog } from "../event-type-form";
import { DeleteEventType } from "./delete-event-type";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("eventTypes");
  return { title: `${isolated((await params).name)} · ${t("title")}` };
}

export default async function EventTypePage({ params }: Props) {
  const ctx = await requireCtx("eventType.read");
  const t = await getTranslations("eventTypes");
  const type = await getEventType({ ctx, input: { name: (await params).name } }).catch((error: unknown) => {
    if (error instanceof ZodError || (error instanceof AppError && error.code === "not_found")) notFound();
    throw error;
  });
  const words = catalogueWords(await getTranslations("catalogue"));
  const isOwn = type.group === "own";
  const actions = (
    <>
      {isOwn && (
        <IfMay permission="eventType.write">
          <DeleteEventType name={type.name} title={type.title} />
          <EventTypeDialog type={type} trigger={<Button variant="outline"><Pencil aria-hidden />{t("edit.button")}</Button>} />
        </IfMay>
      )}
      <IfMay permission="event.test"><Button asChild><Link href={routes.test({ eventType: type.name })}><Send aria-hidden />{t("detail.test")}</Link></Button></IfMay>
    </>
  );
  const facts = (
    <>
      {type.description && <p className="max-w-2xl text-pretty"><Name text={words.description(type)} /></p>}
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <CopyableId id={type.name} full />
        <Badge tone="muted">{isOwn ? t("detail.own") : t("detail.builtIn")}</Badge>
        <Link href={routes.events.list({ eventType: type.name, test: "hide" })} className="text-link hover:underline">{t("detail.events", { count: type.eventCount })}</Link>
      </p>
    </>
  );
  return (
    <>
      <nav aria-label={t("detail.back")} className="mb-3 text-sm"><Link href={routes.eventTypes.list()} className="text-link hover:underline">{t("detail.back")}</Link></nav>
      <PageHeader title={<Name text={words.title(type)} />} description={facts} actions={actions} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card>
          <CardHeader title={t("detail.sample")} description={t("detail.sampleDescription")} />
          {type.samples.length > 0 ? <CardContent><SampleView samples={type.samples} /></CardContent> : <EmptyState title={t("detail.noSample")} description={t("detail.noSampleText")} />}
        </Card>
        <Card>
          <CardHeader title={t("detail.schema")} description={t("detail.schemaDescription")} />
          {type.schema ? <CardContent><JsonView text={JSON.stringify(type.schema, null, 2)} label={t("detail.schema")} /></CardContent> : <EmptyState title={t("detail.noSchema")} description={t("detail.noSchemaText")} />}
        </Card>
      </div>
    </>
  );
}
