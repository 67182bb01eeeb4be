"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { AUDIT_ACTIONS, type AuditAction } from "@/lib/domain/audit";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import type { AuditActor } from "@/lib/services/audit/list-actors";
import { useActionWords } from "./use-action-words";

export interface AuditFilterValues { actorId?: string | undefined; action?: AuditAction | undefined; targetId?: string | undefined; from?: string | undefined; until?: string | undefined }

/** Who, what, to what and when; all in the URL. A change starts from the newest entry. */
export function AuditFilters({ filters, actors }: { filters: AuditFilterValues; actors: AuditActor[] }) {
  const t = useTranslations("audit");
  const sayAction = useActionWords();
  const router = useRouter();
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    router.push(routes.settings.auditLog(Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]))));
  };
  const actorsOf = (kind: AuditActor["kind"]) => actors.filter((actor) => actor.kind === kind).map(({ id, name }) => <option key={id} value={id}>{isolated(name)}</option>);
  return (
    <form onSubmit={show} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-3">
      <Field label={t("filters.actor")} htmlFor="audit-actor">
        <Select name="actorId" defaultValue={filters.actorId ?? ""}>
          <option value="">{t("filters.anybody")}</option>
          <optgroup label={t("filters.people")}>{actorsOf("user")}</optgroup>
          {actors.some(({ kind }) => kind === "apiKey") && <optgroup label={t("filters.keys")}>{actorsOf("apiKey")}</optgroup>}
        </Select>
      </Field>
      <Field label={t("filters.action")} htmlFor="audit-action">
        <Select name="action" defaultValue={filters.action ?? ""}>
          <option value="">{t("filters.anything")}</option>
          {AUDIT_ACTIONS.map((action) => <option key={action} value={action}>{sayAction(action)}</option>)}
        </Select>
      </Field>
      <Field label={t("filters.target")} htmlFor="audit-target"><Input name="targetId" defaultValue={filters.targetId ?? ""} maxLength={40} autoComplete="off" spellCheck={false} /></Field>
      <Field label={t("filters.from")} htmlFor="audit-from"><Input name="from" type="date" defaultValue={filters.from ?? ""} /></Field>
      <Field label={t("filters.until")} htmlFor="audit-until"><Input name="until" type="date" defaultValue={filters.until ?? ""} /></Field>
      <div className="flex gap-2">
        <Button type="submit" variant="outline">{t("filters.show")}</Button>
        {Object.values(filters).some(Boolean) && <Button asChild variant="ghost"><Link href={routes.settings.auditLog()}>{t("filters.clear")}</Link></Button>}
      </div>
    </form>
  );
}
