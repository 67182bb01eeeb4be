import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { Name } from "@/components/name";
import { Timestamp } from "@/components/timestamp";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import type { VerdictRow } from "@/lib/services/events/get";

/** The subscriptions that did not exist yet when an event came, each with the way to send it there as well. */
export function LaterSubscriptions({ eventId, rows }: { eventId: string; rows: VerdictRow[] }) {
  const t = useTranslations("events.later");
  return (
    <Card>
      <CardHeader title={t("title")} />
      <ul className="max-h-80 divide-y divide-border overflow-y-auto">
        {rows.map(({ subscription: { id, name }, since }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5 text-sm sm:px-5">
            <span className="min-w-0">
              <Link href={routes.subscriptions.detail(id)} prefetch={false} className="font-medium hover:underline"><Name text={name} /></Link>
              {since && <span className="text-muted-foreground"> · {t("made")} <Timestamp at={since} /></span>}
            </span>
            <IfMay permission="event.resend">
              <Button asChild variant="outline" size="sm"><Link href={routes.replays.new({ subscription: id, search: eventId })} prefetch={false} aria-label={t("sendLabel", { subscription: name })}>{t("send")}</Link></Button>
            </IfMay>
          </li>
        ))}
      </ul>
    </Card>
  );
}
