"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { clearRequestsAction, deleteReceiverAction } from "../actions";

/** Empties the inbox, after asking. */
export function ClearInbox({ id }: { id: string }) {
  const t = useTranslations("receiver.inbox.clear");
  const clear = async () => {
    const result = await clearRequestsAction({ receiverId: id });
    if (!result.ok) { toast.error(result.error.message); return false; }
    toast.success(t("done"));
  };
  return <ConfirmDialog trigger={<Button variant="outline" size="sm">{t("button")}</Button>} title={t("title")} description={t("description")} confirmLabel={t("confirm")} onConfirm={clear} />;
}

/** Deletes the receiver, after asking, and goes back to the list. */
export function DeleteReceiver({ id, name }: { id: string; name: string }) {
  const t = useTranslations("receiver.delete");
  const router = useRouter();
  const remove = async () => {
    const result = await deleteReceiverAction({ receiverId: id });
    if (!result.ok) { toast.error(result.error.message); return false; }
    toast.success(t("done"));
    router.push(routes.receivers.list());
  };
  return <ConfirmDialog trigger={<Button variant="outline"><Trash2 aria-hidden />{t("button")}</Button>} title={t("title", { name })} description={t("description")} confirmLabel={t("confirm")} onConfirm={remove} />;
}
