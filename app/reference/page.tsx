import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { OPERATIONS } from "@/lib/web/openapi/operations";
import { getRuntime } from "@/lib/web/runtime";
import { OperationCard } from "./operation-card";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("api"))("title") };
}

const idOf = (tag: string) => `tag-${tag.replaceAll(" ", "-")}`;

export default async function ReferencePage() {
  const t = await getTranslations("api");
  const { origin } = getRuntime().settings;
  const groups = [...Map.groupBy(OPERATIONS, ({ tag }) => tag)];
  const actions = (
    <>
      <Button asChild variant="outline"><a href="/api/v1/openapi.json">{t("download")}</a></Button>
      <Button asChild variant="outline"><Link href={routes.settings.apiKeys()}>{t("keys")}</Link></Button>
    </>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={actions} />
      <div className="gap-8 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
        <nav aria-label={t("contents")} className="mb-6 lg:sticky lg:top-8 lg:mb-0 lg:self-start">
          {groups.map(([tag, operations]) => (
            <div key={tag} className="mb-4">
              <p lang="en" className="mb-1 text-xs font-medium text-muted-foreground">{tag}</p>
              <ul className="space-y-1">
                {operations.map(({ id, summary }) => <li key={id}><a href={`#${id}`} lang="en" className="text-sm text-link hover:underline">{summary}</a></li>)}
              </ul>
            </div>
          ))}
        </nav>
        <div className="min-w-0 space-y-8">
          {groups.map(([tag, operations]) => (
            <section key={tag} aria-labelledby={idOf(tag)} className="space-y-4">
              <h2 id={idOf(tag)} lang="en" className="text-sm font-semibold">{tag}</h2>
              {operations.map((operation) => <OperationCard key={operation.id} operation={operation} origin={origin} />)}
            </section>
          ))}
        </div>
      </div>
    </>
  );
}
