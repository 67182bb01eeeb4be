"use client";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { toast } from "@/components/toast";
import type { ActionError, ActionResult } from "@/lib/web/action";

/** Runs an action and keeps what went wrong: errors at their field by `issue(path)`, all others as a toast. */
export function useActionForm() {
  const t = useTranslations("common.error");
  const [isPending, startTransition] = useTransition();
  const [error, setError] = useState<ActionError | null>(null);

  function run<Data>(call: () => Promise<ActionResult<Data>>, onSuccess: (data: Data) => void) {
    setError(null);
    startTransition(async () => {
      try {
        const result = await call();
        if (result.ok) return onSuccess(result.data);
        setError(result.error);
        if (result.error.issues.length === 0) toast.error(result.error.message, { description: result.error.fix });
      } catch {
        toast.error(t("offline"));
      }
    });
  }

  const issue = (path: string) => error?.issues.find((candidate) => candidate.path === path)?.message;
  return { run, issue, isPending };
}
