"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { isolated } from "@/lib/domain/name-text";
import { SPEEDS, type Scenario } from "@/lib/domain/scenarios";
import { routes } from "@/lib/routes";
import type { ScenarioStory } from "@/lib/services/scenarios/list-stories";
import type { RunOptions } from "@/lib/services/scenarios/list-run-options";
import type { KeptSettings } from "@/lib/services/scenarios/settings";
import { SaveScenario, type Save } from "./save-scenario";
import { StorySteps } from "./story-steps";

type Failure = { ok: false; error: { message: string; fix?: string; issues: { path: string; message: string }[] } };
export type Run = (settings: KeptSettings) => Promise<{ ok: true; data: { runId: string } } | Failure>;

/** A story, whom it is about, where it goes, and how fast. */
export function ScenarioForm({ stories, options, initial, run, save }: { stories: ScenarioStory[]; options: RunOptions; initial: KeptSettings; run: Run; save: Save }) {
  const t = useTranslations("scenarios");
  const format = useFormat();
  const router = useRouter();
  const [settings, setSettings] = useState(initial);
  const [price, setPrice] = useState(() => format.plainNumber(initial.price));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isPending, startTransition] = useTransition();
  const story = stories.find(({ scenario }) => scenario === settings.scenario)!;
  const set = (change: Partial<KeptSettings>) => setSettings((now) => ({ ...now, ...change }));
  const given = { ...settings, price: format.readNumber(price) };
  const toggle = (id: string, isOn: boolean) => set({ subscriptionIds: isOn ? [...settings.subscriptionIds, id] : settings.subscriptionIds.filter((other) => other !== id) });
  const submit = () => startTransition(async () => {
    setErrors({});
    const result = await run(given).catch(() => null);
    if (result?.ok) return router.push(routes.scenarios.run(result.data.runId));
    const issues = result?.error.issues ?? [];
    setErrors(Object.fromEntries(issues.map(({ path, message }) => [path, message])));
    if (issues.length === 0) toast.error(result ? [result.error.message, result.error.fix].filter(Boolean).join(" ") : t("offline"));
  });
  return (
    <Card>
      <CardHeader title={t("story")} />
      <CardContent>
        <form className="space-y-5" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
          <fieldset className="grid gap-2 sm:grid-cols-2">
            <legend className="sr-only">{t("story")}</legend>
            {stories.map(({ scenario }) => (
              <label key={scenario} className={cn("flex cursor-pointer gap-2.5 rounded-md border border-border p-3 hover:bg-subtle has-focus-visible:outline-2 has-focus-visible:outline-ring", scenario === settings.scenario && "border-primary bg-primary-soft hover:bg-primary-soft")}>
                <input type="radio" name="scenario" value={scenario} checked={scenario === settings.scenario} onChange={() => set({ scenario: scenario as Scenario })} className="mt-0.5 size-4 shrink-0 accent-primary outline-none" />
                <span className="min-w-0"><span className="block text-sm font-medium">{t(`names.${scenario}`)}</span><span className="block text-xs leading-4 text-muted-foreground">{t(`texts.${scenario}`)}</span></span>
              </label>
            ))}
          </fieldset>
          <StorySteps steps={story.steps} />
          <fieldset>
            <legend className="mb-1.5 text-[13px] leading-5 font-medium">{t("to")}</legend>
            <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
              {options.subscriptions.map((one) => (
                <label key={one.id} className="flex min-w-0 cursor-pointer items-center gap-2 py-0.5 text-sm">
                  <input type="checkbox" checked={settings.subscriptionIds.includes(one.id)} onChange={(event) => toggle(one.id, event.target.checked)} className="size-4 shrink-0 accent-primary" />
                  <span className="truncate" title={one.url}>{one.name}{one.status === "paused" || one.status === "disabled" ? ` (${t(one.status)})` : ""}</span>
                </label>
              ))}
            </div>
            <p className="mt-1 text-xs text-muted-foreground">{t("toHint")}</p>
            {errors.subscriptionIds && <p role="alert" className="mt-1 text-xs font-medium text-danger">{errors.subscriptionIds}</p>}
          </fieldset>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("buyerName")} htmlFor="buyer-name" error={errors["buyer.name"]}><Input value={settings.buyer.name} maxLength={120} autoComplete="off" onChange={(event) => set({ buyer: { ...settings.buyer, name: event.target.value } })} /></Field>
            <Field label={t("buyerEmail")} htmlFor="buyer-email" error={errors["buyer.email"]}><Input type="email" value={settings.buyer.email} maxLength={200} autoComplete="off" onChange={(event) => set({ buyer: { ...settings.buyer, email: event.target.value } })} /></Field>
            <Field label={t("product")} htmlFor="scenario-product" error={errors.productId}>
              <Select value={settings.productId ?? ""} onChange={(event) => set({ productId: event.target.value || undefined })}>
                <option value="">{t("exampleProduct")}</option>
                {options.products.map((one) => <option key={one.id} value={one.id}>{isolated(one.name)}</option>)}
              </Select>
            </Field>
            <div className="grid grid-cols-[1fr_6rem] gap-3">
              <Field label={t("price")} htmlFor="price" error={errors.price}><Input inputMode="decimal" value={price} autoComplete="off" onChange={(event) => setPrice(event.target.value)} /></Field>
              <Field label={t("currency")} htmlFor="currency" error={errors.currency}><Input value={settings.currency} maxLength={3} autoComplete="off" onChange={(event) => set({ currency: event.target.value.toUpperCase() })} /></Field>
            </div>
            <div className="sm:col-span-2">
              <label className="flex cursor-pointer items-center gap-2 text-sm"><input type="checkbox" checked={settings.retries ?? false} onChange={(event) => set({ retries: event.target.checked })} aria-describedby="retries-hint" className="size-4 shrink-0 accent-primary" />{t("retries")}</label>
              <p id="retries-hint" className="mt-1 text-xs text-muted-foreground">{t("retriesHint")}</p>
            </div>
            <Field label={t("speed")} htmlFor="speed" hint={t("takes", { duration: format.duration(story.durationMs[settings.speed]) })} error={errors.speed} className="sm:col-span-2">
              <Select value={settings.speed} onChange={(event) => set({ speed: event.target.value as KeptSettings["speed"] })}>
                {SPEEDS.map((speed) => <option key={speed} value={speed}>{t(`speeds.${speed}`)}</option>)}
              </Select>
            </Field>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" disabled={isPending}>{isPending ? t("running") : t("run")}</Button>
            <SaveScenario settings={given} suggestion={t(`names.${settings.scenario}`)} save={save} />
          </div>
        </form>
      </CardContent>
    </Card>
  );
}
