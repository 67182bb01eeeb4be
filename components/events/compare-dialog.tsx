"use client";
import { GitCompare } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import type { AttemptName, AttemptTools } from "./attempt-tools";
import { ComparisonView } from "./comparison-view";

type Result = Awaited<ReturnType<AttemptTools["compare"]>>;

/** An attempt beside the last one that the same subscription accepted. */
export function CompareDialog({ name, compare }: { name: AttemptName; compare: AttemptTools["compare"] }) {
  const t = useTranslations("events.compare");
  const [result, setResult] = useState<Result | null>(null);
  const load = () => {
    setResult(null);
    const failed = (): Result => ({ ok: false, error: { message: t("failed") } });
    compare(name).then(setResult, () => setResult(failed()));
  };
  return (
    <Dialog onOpenChange={(isOpen) => isOpen && load()}>
      <DialogTrigger asChild><Button variant="outline" size="sm"><GitCompare aria-hidden />{t("button")}</Button></DialogTrigger>
      <DialogContent side="right" className="max-w-3xl">
        <DialogHeader><DialogTitle>{t("title")}</DialogTitle><DialogDescription>{t("description")}</DialogDescription></DialogHeader>
        {!result ? <div className="space-y-3" aria-busy="true"><Skeleton className="h-24" /><Skeleton className="h-40" /></div>
          : !result.ok ? <Alert tone="danger" title={result.error.message} actions={<Button size="sm" variant="outline" onClick={load}>{t("retry")}</Button>} />
          : result.data ? <ComparisonView comparison={result.data} />
          : <EmptyState icon={<GitCompare />} title={t("none.title")} description={t("none.description")} />}
      </DialogContent>
    </Dialog>
  );
}
