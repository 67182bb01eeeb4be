"use client";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { DATABASE_AWAY } from "@/lib/domain/errors";

/** A page that failed: what that means, the code that stands in the log, and Try again. */
export function ErrorView({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations("common.error");
  const isAway = error.digest === DATABASE_AWAY;
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title={t("title")}
        description={isAway ? t("away") : <>{t("description")}{error.digest && <code className="mt-2 block font-mono text-xs">{t("code", { code: error.digest })}</code>}</>}
        action={<Button onClick={retry}>{t("retry")}</Button>}
      />
    </div>
  );
}
