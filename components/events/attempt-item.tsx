"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Duration } from "@/components/duration";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";
import type { AttemptHead } from "./attempt-head";
import { AttemptView } from "./attempt-view";
import type { AttemptTools } from "./attempt-tools";
import { useFailureWords } from "./failure-words";

/** One try: its outcome in a line; all about it when it is opened, which is fetched only then. */
export function AttemptItem({ deliveryId, head, detail, tools }: { deliveryId: string; head: AttemptHead; detail: AttemptDetail | null; tools: AttemptTools }) {
  const t = useTranslations("events.attempt");
  const words = useFailureWords();
  const [fetched, setFetched] = useState<AttemptDetail | "failed" | null>(null);
  const shown = detail ?? fetched;
  const failure = head.failureKind ? words(head.failureKind, head.status) : null;
  const load = () => {
    if (shown && shown !== "failed") return;
    setFetched(null);
    tools.read({ deliveryId, attemptNumber: head.number }).then((answer) => setFetched(answer.ok ? answer.data : "failed"), () => setFetched("failed"));
  };
  return (
    <details open={detail !== null} onToggle={(event) => event.currentTarget.open && load()} className="min-w-0 rounded-md border border-border">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-2 text-sm">
        <span className="font-medium">{t("title", { number: head.number })}</span>
        <Badge tone={failure ? "danger" : "success"}>{failure ? failure.short : head.status}</Badge>
        <span className="text-muted-foreground">{t(`trigger.${head.trigger}` as never)}{head.requestedBy && ` ${t("asked", { name: head.requestedBy })}`}</span>
        <Duration ms={head.durationMs} className="text-muted-foreground" />
        <Timestamp at={head.startedAt} focusable={false} className="text-muted-foreground" />
      </summary>
      <div className="border-t border-border p-3">
        {shown === "failed" ? <Alert tone="danger" title={t("loadFailed")} actions={<Button size="sm" variant="outline" onClick={load}>{t("retry")}</Button>} />
          : shown ? <AttemptView deliveryId={deliveryId} attempt={shown} tools={tools} />
          : <div className="space-y-3" aria-busy="true"><Skeleton className="h-16" /><div className="grid gap-4 lg:grid-cols-2"><Skeleton className="h-48" /><Skeleton className="h-48" /></div></div>}
      </div>
    </details>
  );
}
