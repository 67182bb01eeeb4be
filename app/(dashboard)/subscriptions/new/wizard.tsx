"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition, type MouseEvent } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { useActionForm } from "@/components/use-action-form";
import { EMPTY_DRAFT, inputOf, isToldAtOnce, issuesOf, type SubscriptionDraft } from "@/components/subscriptions/draft";
import { useBackTest } from "@/components/subscriptions/use-back-test";
import { WizardSteps } from "@/components/subscriptions/wizard-steps";
import { useProblemWords } from "@/components/use-problem-words";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import type { Draft } from "@/lib/services/subscriptions/drafts";
import type { PreflightCheck } from "@/lib/services/subscriptions/preflight";
import { finishDraftAction, preflightAction } from "../actions";
import { runBackTest } from "../form-calls";
import type { FormOptions } from "../subscription-form";
import { AddressStep, SelectionStep, TestStep } from "./steps";
import { useSavedDraft } from "./use-draft";

// Which problems a step is left with; all the others belong to the last.
const OF_STEP = [/^$/, /^(name|url)$/, /^(productIds|eventTypes|filter)/, /^/] as const;

/** Address, then products and events, then a test: a new subscription in three steps, kept as a draft all the while. @param url where it is to send, when that is known already */
export function Wizard({ options, saved, url = "" }: { options: FormOptions; saved: Draft | null; url?: string | undefined }) {
  const t = useTranslations("subscriptions.wizard");
  const words = useProblemWords();
  const router = useRouter();
  const reach = useReach();
  const { run, issue: serverIssue, isPending: isSaving } = useActionForm();
  const [draft, setDraft] = useState<SubscriptionDraft>(saved?.values ?? { ...EMPTY_DRAFT, url });
  const [step, setStep] = useState(saved?.step ?? 1);
  const [reached, setReached] = useState(step);
  const [tried, setTried] = useState(0);
  const [checks, setChecks] = useState<{ url: string; list: PreflightCheck[] } | null>(null);
  const [isLooking, startLooking] = useTransition();
  const known = useBackTest(draft, runBackTest);
  const kept = useSavedDraft(saved?.id ?? null, draft, step);
  const body = useRef<HTMLDivElement>(null);
  const problems = issuesOf(draft, words.sayIssue).filter(({ path }) => OF_STEP[step]!.test(path));
  const issue = (path: string) => (tried > 0 || isToldAtOnce(draft, path) ? problems.find((problem) => problem.path === path)?.message : undefined) ?? serverIssue(path);
  const set = (change: Partial<SubscriptionDraft>) => setDraft((now) => ({ ...now, ...change }));
  // A step that cannot be left shows its first problem to eye and keyboard.
  useEffect(() => {
    if (tried > 0) body.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tried]);

  const go = (to: number) => {
    setTried(0);
    setStep(to);
    setReached((far) => Math.max(far, to));
    document.getElementById("content")?.focus();
  };
  const look = (after: (list: PreflightCheck[]) => void) => startLooking(async () => {
    const result = await reach(preflightAction({ url: draft.url }));
    if (!result.ok) return void toast.error(result.error.message);
    setChecks({ url: draft.url, list: result.data });
    after(result.data);
  });
  const shownChecks = checks?.url === draft.url ? checks.list : null;
  const hasDoubt = shownChecks?.some((check) => check.state !== "ok") ?? false;
  const next = () => {
    setTried(tried + 1);
    if (problems.length > 0) return;
    if (step !== 1) return go(step + 1);
    // What was seen and still wanted is not asked twice; an address that is not allowed never passes.
    if (shownChecks) return shownChecks.some((check) => check.name === "address" && check.state === "failed") ? undefined : go(2);
    look((list) => { if (list.every((check) => check.state === "ok")) go(2); });
  };
  const finish = async () => {
    setTried(tried + 1);
    if (issuesOf(draft).length > 0) return;
    const id = await kept.saveNow();
    if (!id) return void toast.error(t("notKept"));
    run(() => finishDraftAction({ id, subscription: inputOf(draft) }), (made) => {
      toast.success(t("created"));
      router.push(routes.subscriptions.detail(made.id, { created: "1" }));
    });
  };
  // What was typed in the last moment is kept before the list is shown, so that it is on it.
  const leave = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || (draft.name.trim() === "" && draft.url.trim() === "")) return;
    event.preventDefault();
    void kept.saveNow().then(() => router.push(routes.subscriptions.list()));
  };
  const fields = { draft, set, issue };
  return (
    <div className="max-w-3xl space-y-6" onBlur={kept.onBlur} onFocus={kept.onFocus}>
      <WizardSteps step={step} reached={reached} onGo={go} />
      <div ref={body}>
        {step === 1 && <AddressStep {...fields} options={options} checks={shownChecks} isLooking={isLooking} onLook={() => look(() => undefined)} />}
        {step === 2 && <SelectionStep {...fields} options={options} known={known} />}
        {step === 3 && <TestStep {...fields} options={options} draftId={kept.id} />}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {step > 1 && <Button variant="outline" onClick={() => go(step - 1)}>{t("back")}</Button>}
        {step < 3
          ? <Button onClick={next} disabled={isLooking}>{isLooking ? t("looking") : step === 1 && hasDoubt ? t("nextAnyway") : t("next")}</Button>
          : <Button onClick={() => void finish()} disabled={isSaving}>{t("create")}</Button>}
        <Button asChild variant="ghost"><Link href={routes.subscriptions.list()} onClick={leave}>{t("leave")}</Link></Button>
        <p aria-live="polite" className={`text-xs ${kept.state === "failed" || kept.state === "gone" ? "text-danger" : "text-muted-foreground"}`}>{kept.state !== "none" && t(`kept.${kept.state}`)}</p>
        {tried > 0 && problems.length > 0 && <p role="status" className="text-sm text-danger">{t("problems", { count: problems.length })}</p>}
      </div>
    </div>
  );
}
