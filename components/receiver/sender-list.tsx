import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { Name } from "@/components/name";
import { StatusBadge } from "@/components/status-badge";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { useFormat } from "@/components/use-format";
import { routes } from "@/lib/routes";
import type { Sender } from "@/lib/services/receivers/list-senders";

/** Which subscriptions send here, and what Aviso does about it: sends, holds, looks again. */
export function SenderList({ senders }: { senders: Sender[] }) {
  const t = useTranslations("receiver.senders");
  const format = useFormat();
  if (senders.length === 0) return <p className="text-[13px] text-muted-foreground">{t("none")}</p>;
  return (
    <ul className="divide-y divide-border rounded-md border border-border">
      {senders.map((sender) => (
        <li key={sender.id} className="px-3 py-2 text-[13px] leading-5">
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <Link href={routes.subscriptions.detail(sender.id)} className="min-w-0 truncate font-medium hover:underline"><Name text={sender.name} /></Link>
            {sender.downSince && sender.status === "active" ? <Badge tone="danger">{t("down")}</Badge> : <StatusBadge kind="subscription" status={sender.status} />}
          </div>
          <p className="flex flex-wrap gap-x-3 text-xs text-muted-foreground">
            <span>{t("waiting", { count: sender.waiting, shown: format.count(sender.waiting) })}</span>
            {sender.failuresInRow > 0 && <span>{t("failures", { count: sender.failuresInRow })}</span>}
            {sender.downSince && <span>{t("since")} <Timestamp at={sender.downSince} /></span>}
            {sender.probeAt && <span>{t("probe")} <Timestamp at={sender.probeAt} /></span>}
          </p>
        </li>
      ))}
    </ul>
  );
}
