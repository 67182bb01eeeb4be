"use client";
import { useTranslations } from "next-intl";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Name, NameIn } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { mayChangeMember } from "@/lib/domain/membership";
import type { Role } from "@/lib/domain/permissions";
import type { InvitationItem } from "@/lib/services/invitations/list";
import type { ActionResult } from "@/lib/web/action";

interface InvitationListProps {
  invitations: InvitationItem[];
  /** The role of who is looking. */
  viewer: Role;
  withdraw: (input: { invitationId: string }) => Promise<ActionResult<void>>;
}

/** The links that still work, each to be taken back. */
export function InvitationList({ invitations, viewer, withdraw }: InvitationListProps) {
  const t = useTranslations("people");
  if (invitations.length === 0) return <p className="px-4 py-5 text-sm text-muted-foreground sm:px-5">{t("invitations.none")}</p>;
  const takeBack = async (invitationId: string) => {
    const result = await withdraw({ invitationId });
    if (result.ok) toast.success(t("invitations.withdrawn"));
    else toast.error(result.error.message, { description: result.error.fix });
    return result.ok;
  };
  return (
    <ul aria-label={t("invitations.title")} className="divide-y divide-border">
      {invitations.map(({ id, role, email, note, invitedBy, createdAt, expiresAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
          <div className="min-w-0 flex-1 basis-60">
            <p className="text-sm break-words"><span className="font-medium"><Name text={note || email || t("invitations.unnamed")} /></span> · {t(`roles.${role}.name`)}</p>
            <p className="text-[13px] leading-5 text-muted-foreground">
              {note && email ? `${email} · ` : ""}<NameIn name={invitedBy}>{(name) => t("invitations.by", { name })}</NameIn> <Timestamp at={createdAt} /> · {t("invitations.ends")} <Timestamp at={expiresAt} />
            </p>
          </div>
          {mayChangeMember(viewer, null, role) && (
            <ConfirmDialog
              trigger={<Button variant="outline" size="sm">{t("invitations.withdraw")}</Button>}
              title={t("invitations.withdrawTitle")} description={t("invitations.withdrawText")} confirmLabel={t("invitations.withdrawConfirm")} onConfirm={() => takeBack(id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
