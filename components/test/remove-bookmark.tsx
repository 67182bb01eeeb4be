"use client";
import { useTranslations } from "next-intl";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";

export type Remove = (input: { bookmarkId: string }) => Promise<{ ok: true } | { ok: false; error: { message: string } }>;

/** Takes a kept event out of the samples, after asking. */
export function RemoveBookmark({ bookmark, remove }: { bookmark: { id: string; name: string }; remove: Remove }) {
  const t = useTranslations("test.bookmark");
  const confirm = async () => {
    const result = await remove({ bookmarkId: bookmark.id });
    if (!result.ok) { toast.error(result.error.message); return false; }
    toast.success(t("removed"));
  };
  return <ConfirmDialog trigger={<Button variant="ghost">{t("remove")}</Button>} title={t("ask", { name: bookmark.name })} description={t("askDescription")} confirmLabel={t("confirm")} onConfirm={confirm} />;
}
