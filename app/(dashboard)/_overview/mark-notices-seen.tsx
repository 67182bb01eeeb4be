"use client";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useReach } from "@/components/reach";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { markNoticesSeenAction } from "./actions";

/** Says that the notices were read. */
export function MarkNoticesSeen() {
  const t = useTranslations("notices");
  const [isPending, start] = useTransition();
  const reach = useReach();
  const mark = () =>
    start(async () => {
      const result = await reach(markNoticesSeenAction());
      if (result.ok) toast.success(t("markedSeen"));
      else toast.error(result.error.message);
    });
  return <Button variant="outline" size="sm" onClick={mark} disabled={isPending}>{t("markSeen")}</Button>;
}
