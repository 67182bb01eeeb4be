"use client";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { CopyButton } from "@/components/copy-button";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import type { SubscriptionSecrets } from "@/lib/services/subscriptions/reveal-secret";
import { revealSecretAction } from "../actions";
import { RotateSecret } from "./rotate-secret";

const MASK = "whsec_••••••••••••••••••••••••••••";

/** What signs the deliveries: shown on demand, copied, rotated. Leaves the page's memory when it is hidden. */
export function SecretCard({ id, mayRotate }: { id: string; mayRotate: boolean }) {
  const t = useTranslations("subscriptions.secret");
  const [shown, setShown] = useState<SubscriptionSecrets | null>(null);
  const [isPending, startTransition] = useTransition();
  const reach = useReach();
  const reveal = () => startTransition(async () => {
    const result = await reach(revealSecretAction({ id }));
    if (result.ok) setShown(result.data);
    else toast.error([result.error.message, result.error.fix].filter(Boolean).join(" "));
  });
  const [current, ...old] = shown?.secrets ?? [];
  return (
    <Card>
      <CardHeader title={t("title")} description={t("description")} />
      <CardContent className="space-y-3">
        <p className="rounded-md border border-border bg-subtle px-3 py-2 font-mono text-xs leading-5 break-all" data-testid="secret">{current?.secret ?? MASK}</p>
        <div className="flex flex-wrap gap-2">
          {shown
            ? <Button variant="outline" size="sm" onClick={() => setShown(null)}><EyeOff aria-hidden />{t("hide")}</Button>
            : <Button variant="outline" size="sm" onClick={reveal} disabled={isPending}><Eye aria-hidden />{t("reveal")}</Button>}
          {current && <CopyButton value={current.secret} label={t("copy")} showLabel />}
          {mayRotate && <RotateSecret id={id} onRotated={reveal} />}
        </div>
        {old.length > 0 && (
          <div className="space-y-1 border-t border-border pt-3">
            <p className="text-xs font-medium">{t("old", { count: old.length })}</p>
            <ul className="space-y-1">
              {old.map((one) => (
                <li key={one.secret} className="text-xs text-muted-foreground">
                  <span className="flex items-center gap-1"><code className="min-w-0 truncate font-mono">{one.secret}</code><CopyButton value={one.secret} label={t("copyOld")} className="size-6 [&_svg]:size-3.5" /></span>
                  {one.expiresAt && <span>{t("until")} <Timestamp at={one.expiresAt} /></span>}
                </li>
              ))}
            </ul>
          </div>
        )}
        {shown?.hottok && (
          <div className="space-y-1 border-t border-border pt-3">
            <p className="text-xs font-medium">{t("hottok")}</p>
            <span className="flex items-center gap-1"><code className="min-w-0 font-mono text-xs break-all">{shown.hottok}</code><CopyButton value={shown.hottok} label={t("copyHottok")} className="size-6 [&_svg]:size-3.5" /></span>
          </div>
        )}
      </CardContent>
    </Card>
  );
}
