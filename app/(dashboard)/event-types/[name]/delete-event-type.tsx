"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { deleteEventTypeAction } from "../actions";

/** Deletes an own event type, after asking, and goes back to the list. */
export function DeleteEventType({ name, title }: { name: string; title: string }) {
  const t = useTranslations("eventTypes.delete");
  const router = useRouter();
  const remove = async () => {
    const result = await deleteEventTypeAction({ name });
    if (!result.ok) { toast.error(result.error.message, { description: result.error.fix }); return false; }
    toast.success(t("done", { title }));
    router.push(routes.eventTypes.list());
  };
  return <ConfirmDialog trigger={<Button variant="outline"><Trash2 aria-hidden />{t("button")}</Button>} title={t("title", { title })} description={t("description")} confirmLabel={t("confirm")} onConfirm={remove} />;
}
