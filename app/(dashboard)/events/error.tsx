"use client";
import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

/** A failure, told as one; never as an empty list. */
export default function EventsError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("events.error");
  return <Alert tone="danger" title={t("title")} actions={<Button size="sm" onClick={reset}>{t("retry")}</Button>}>{t("description")}</Alert>;
}
