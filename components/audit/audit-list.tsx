import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Name } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { routes } from "@/lib/routes";
import type { AuditRow } from "@/lib/services/audit/list";
import type { AuditFilterValues } from "./audit-filters";
import { AuditDifference } from "./audit-difference";
import { useActionWords } from "./use-action-words";

/** What was changed, newest first: what, to what, by whom, when, from where, and what differs. */
export function AuditList({ entries, filters }: { entries: AuditRow[]; filters: AuditFilterValues }) {
  const t = useTranslations("audit");
  return (
    <ul aria-label={t("title")} className="divide-y divide-border">
      {entries.map((entry) => <Entry key={entry.id} entry={entry} filters={filters} />)}
    </ul>
  );
}

const LINK = "rounded-sm underline decoration-border-strong underline-offset-2 hover:decoration-current";

function Entry({ entry: { at, actor, address, action, target, before, after }, filters }: { entry: AuditRow; filters: AuditFilterValues }) {
  const t = useTranslations("audit");
  const sayAction = useActionWords();
  return (
    <li className="space-y-2 px-4 py-3 sm:px-5">
      <div>
        <p className="text-sm break-words">
          <span className="font-medium">{sayAction(action)}</span>
          {target && <> · <Link href={routes.settings.auditLog({ ...filters, targetId: target.id })} title={t("onlyTarget", { id: target.id })} className={LINK}>{target.name ? <Name text={target.name} /> : target.id}</Link></>}
        </p>
        <p className="text-[13px] leading-5 break-words text-muted-foreground">
          {actor.kind === "apiKey" && <>{t("key")} </>}
          {actor.id ? <Link href={routes.settings.auditLog({ ...filters, actorId: actor.id })} title={t("onlyActor")} className={LINK}><Name text={actor.name} /></Link> : <Name text={actor.name} />}
          {" · "}<Timestamp at={at} />{" · "}<Timestamp at={at} format="absolute" />
          {address && <> · {t("address")} <span className="font-mono text-xs">{address}</span></>}
        </p>
      </div>
      <AuditDifference before={before} after={after} />
    </li>
  );
}
