"use client";
import { useTranslations } from "next-intl";
import { toast } from "@/components/toast";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Name } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { MAIN, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, WIDE } from "@/components/ui/table";
import { mayChangeMember, mayResetPassword } from "@/lib/domain/membership";
import { isolated } from "@/lib/domain/name-text";
import { roleMay, type Role } from "@/lib/domain/permissions";
import type { PersonItem } from "@/lib/services/people/list";
import type { ActionResult } from "@/lib/web/action";
import { ChangeRole, type ChangeRoleCall } from "./change-role";
import { ResetPassword, type ResetPasswordCall } from "./reset-password";

interface PeopleTableProps {
  people: PersonItem[];
  /** The role of who is looking. */
  viewer: Role;
  changeRole: ChangeRoleCall;
  makePasswordLink: ResetPasswordCall;
  remove: (input: { personId: string }) => Promise<ActionResult<void>>;
}

/** Everybody in the workspace: role, last sign-in, and for those who manage people what they can change. */
export function PeopleTable({ people, viewer, changeRole, makePasswordLink, remove }: PeopleTableProps) {
  const t = useTranslations("people");
  const isManager = roleMay(viewer, "member.manage");
  const takeOut = async ({ id, name }: PersonItem) => {
    const result = await remove({ personId: id });
    if (result.ok) toast.success(t("remove.done", { name }));
    else toast.error(result.error.message, { description: result.error.fix });
    return result.ok;
  };
  return (
    <Table aria-label={t("list.title")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("list.name")}</TableHead><TableHead className={WIDE}>{t("list.role")}</TableHead><TableHead className={WIDE}>{t("list.lastSignIn")}</TableHead><TableHead className={WIDE}>{t("list.joined")}</TableHead>
          {isManager && <TableHead><span className="sr-only">{t("list.actions")}</span></TableHead>}
        </TableRow>
      </TableHeader>
      <TableBody>
        {people.map((person) => (
          <TableRow key={person.id}>
            <TableCell className={`${MAIN} sm:max-w-64`}>
              <p className="flex items-center gap-2 font-medium"><span className="truncate" title={isolated(person.name)}><Name text={person.name} /></span>{person.isYou && <Badge>{t("list.you")}</Badge>}</p>
              <p className="truncate text-xs text-muted-foreground" title={isolated(person.email)}>{person.email}</p>
              <p className="mt-0.5 text-xs sm:hidden">{t(`roles.${person.role}.name`)}{person.lastSignInAt && <span className="text-muted-foreground"> · <Timestamp at={person.lastSignInAt} /></span>}</p>
            </TableCell>
            <TableCell className={`${WIDE} whitespace-nowrap`}>{t(`roles.${person.role}.name`)}</TableCell>
            <TableCell className={`${WIDE} whitespace-nowrap`}>{person.lastSignInAt ? <Timestamp at={person.lastSignInAt} /> : <span className="text-muted-foreground">{t("list.unknown")}</span>}</TableCell>
            <TableCell className={`${WIDE} whitespace-nowrap`}><Timestamp at={person.joinedAt} /></TableCell>
            {isManager && (
              <TableCell>
                {mayChangeMember(viewer, person.role, null) && (
                  <div className="flex min-w-30 flex-wrap justify-end gap-2">
                    <ChangeRole person={person} viewer={viewer} changeRole={changeRole} />
                    {!person.isYou && mayResetPassword(viewer, person.role) && <ResetPassword person={person} makeLink={makePasswordLink} />}
                    {!person.isYou && (
                      <ConfirmDialog
                        trigger={<Button variant="outline" size="sm" aria-label={t("remove.named", { name: person.name })}>{t("remove.button")}</Button>}
                        title={t("remove.title", { name: person.name })} description={t("remove.text")} confirmLabel={t("remove.confirm")} onConfirm={() => takeOut(person)}
                      />
                    )}
                  </div>
                )}
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
