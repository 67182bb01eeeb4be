import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import type { ReactNode } from "react";
import { CircleAlert, CircleCheck, CircleSlash, Clock } from "lucide-react";
import { NameIn } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/lib/cn";
import type { NoticeKind } from "@/lib/domain/notice";
import { routes } from "@/lib/routes";
import type { Notice } from "@/lib/services/notices/list";

const SIGNS = {
  subscription_down: { Icon: CircleAlert, tone: "text-danger" },
  subscription_recovered: { Icon: CircleCheck, tone: "text-success" },
  subscription_disable_announced: { Icon: Clock, tone: "text-warning" },
  subscription_disabled: { Icon: CircleSlash, tone: "text-danger" },
  delivery_exhausted: { Icon: CircleAlert, tone: "text-warning" },
} as const satisfies Record<NoticeKind, { Icon: typeof CircleAlert; tone: string }>;

/** What Aviso noticed about the workspace's subscriptions, newest first. */
export function NoticeList({ notices, actions }: { notices: Notice[]; actions?: ReactNode }) {
  const t = useTranslations("notices");
  return (
    <Card>
      <CardHeader title={t("heading")} description={t("intro")} actions={actions} />
      <ul className="max-h-96 divide-y divide-border overflow-y-auto" tabIndex={0} aria-label={t("heading")}>
        {notices.map((notice) => <Item key={notice.id} notice={notice} />)}
      </ul>
    </Card>
  );
}

function Item({ notice: { kind, subscription, detail, at, isSeen } }: { notice: Notice }) {
  const t = useTranslations("notices");
  const { Icon, tone } = SIGNS[kind];
  return (
    <li className="flex gap-3 px-4 py-3 sm:px-5">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tone)} />
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <Link href={routes.subscriptions.detail(subscription.id)} className="min-w-0 hover:underline"><NameIn name={subscription.name}>{(name) => t(`title.${kind}`, { name })}</NameIn></Link>
          {!isSeen && <Badge tone="info">{t("unread")}</Badge>}
        </p>
        <p className="text-[13px] leading-5 text-pretty text-muted-foreground">
          {t(`short.${kind}`, { reason: detail.reason ? t(`reason.${detail.reason}`) : "", attempts: detail.attempts ?? 0 })}
          {detail.disableAt && <> {t("disableAt")} <Timestamp at={new Date(detail.disableAt)} />.</>}
          {detail.eventId && <> <Link href={routes.events.detail(detail.eventId)} className="text-link underline underline-offset-2">{t("seeDelivery")}</Link></>}
        </p>
      </div>
      <span className="shrink-0 text-[13px] leading-5 text-muted-foreground"><Timestamp at={at} /></span>
    </li>
  );
}
