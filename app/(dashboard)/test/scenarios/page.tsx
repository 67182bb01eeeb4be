import { FlaskConical } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { RunList } from "@/components/test/run-list";
import { SavedList } from "@/components/test/saved-list";
import { ScenarioForm } from "@/components/test/scenario-form";
import { TestTabs } from "@/components/test/test-tabs";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { readId } from "@/lib/domain/ids";
import { routes } from "@/lib/routes";
import { getRun } from "@/lib/services/scenarios/get-run";
import { listScenarios } from "@/lib/services/scenarios/list";
import { listStories } from "@/lib/services/scenarios/list-stories";
import { listRunOptions } from "@/lib/services/scenarios/list-run-options";
import { listRuns } from "@/lib/services/scenarios/list-runs";
import { ScenarioSettings, type KeptSettings } from "@/lib/services/scenarios/settings";
import { requireCtx } from "@/lib/web/session";
import type { SearchParams } from "@/lib/web/search-params";
import { deleteScenarioAction, runScenarioAction, saveScenarioAction } from "../scenario-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("scenarios"))("title") };
}

export default async function ScenariosPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireCtx("event.test");
  const t = await getTranslations("scenarios");
  const query = await searchParams;
  const asked = (name: string) => (typeof query[name] === "string" ? query[name] : undefined);
  const cursor = asked("cursor");
  const [options, { data: saved }, runs] = await Promise.all([
    listRunOptions({ ctx }),
    listScenarios({ ctx }),
    listRuns({ ctx, input: { limit: 10, cursor: cursor && readId("scenarioRun", cursor) ? cursor : undefined } }),
  ]);
  const runId = asked("run");
  const from = saved.find(({ id }) => id === asked("saved"))?.settings
    ?? (runId && readId("scenarioRun", runId) ? (await getRun({ ctx, input: { runId } }).catch(() => null))?.settings : undefined);
  // What the form began with goes along: another beginning would lose what was typed since.
  const begun = { saved: asked("saved"), run: runId, subscription: asked("subscription") };
  const initial = startWith(options, from, asked("subscription"));
  const create = <Button asChild><Link href={routes.subscriptions.new()}>{t("none.action")}</Link></Button>;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <TestTabs current="scenario" />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        {options.subscriptions.length === 0
          ? <Card><EmptyState icon={<FlaskConical />} title={t("none.title")} description={t("none.description")} action={create} /></Card>
          : <ScenarioForm key={JSON.stringify(initial)} stories={listStories().data} options={options} initial={initial} run={runScenarioAction} save={saveScenarioAction} />}
        <div className="space-y-4">
          <SavedList saved={saved} remove={deleteScenarioAction} />
          <RunList runs={runs.data} older={runs.next && routes.scenarios.list({ ...begun, cursor: runs.next })} newest={cursor ? routes.scenarios.list(begun) : null} />
        </div>
      </div>
    </>
  );
}

/** What the form shows at first: the settings asked for, less what has gone since. */
function startWith(options: Awaited<ReturnType<typeof listRunOptions>>, from: KeptSettings | undefined, subscriptionId: string | undefined): KeptSettings {
  const wanted = from?.subscriptionIds ?? [subscriptionId ?? options.subscriptions[0]?.id];
  const subscriptionIds = options.subscriptions.map(({ id }) => id).filter((id) => wanted.includes(id));
  const { speed, retries, buyer, price, currency } = ScenarioSettings.omit({ subscriptionIds: true }).parse({ scenario: "pix_paid" });
  const productId = options.products.some(({ id }) => id === from?.productId) ? from?.productId : undefined;
  return { scenario: "pix_paid", speed, retries, buyer, price, currency, ...from, subscriptionIds, productId };
}
