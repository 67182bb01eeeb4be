"use client";
import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "@/components/toast";
import { IfMay } from "@/components/access";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";

export type Bookmark = (input: { eventId: string }) => Promise<{ ok: true; data: { bookmarkId: string } } | { ok: false; error: { message: string; fix?: string } }>;

/** Keeps an event among the samples and opens it on the test page, to be edited and sent. */
export function UseAsTest({ eventId, bookmark }: { eventId: string; bookmark: Bookmark }) {
  const t = useTranslations("test.bookmark");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const press = () => startTransition(async () => {
    const result = await bookmark({ eventId }).catch(() => null);
    if (!result?.ok) return void toast.error(result ? [result.error.message, result.error.fix].filter(Boolean).join(" ") : t("offline"));
    toast.success(t("kept"));
    router.push(routes.test({ sample: result.data.bookmarkId }));
  });
  return <IfMay permission="event.test"><Button variant="outline" size="sm" disabled={isPending} onClick={press} title={t("hint")}><FlaskConical aria-hidden />{t("use")}</Button></IfMay>;
}
