import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { EventTable } from "@/components/events/event-table";
import { PageHeader } from "@/components/page-header";
import { RefreshWhile } from "@/components/refresh-while";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader } from "@/components/ui/card";
import { routes } from "@/lib/routes";
import { listEvents } from "@/lib/services/events/list";
import { summariseLastDay } from "@/lib/services/overview/last-day";
import { requireCtx } from "@/lib/web/session";

export async function generateMetadata() {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage() {
  const ctx = await requireCtx();
  const t = await getTranslations("overview");
  const [day, page] = await Promise.all([summariseLastDay({ ctx }), listEvents({ ctx, input: { limit: 10 } })]);
  const figures = [
    { label: t("received"), value: day.received, href: routes.events.list({ period: "24h" }) },
    { label: t("delivered"), value: day.delivered, href: routes.events.list({ period: "24h", status: "delivered" }) },
    { label: t("failed"), value: day.failed, href: routes.events.list({ period: "24h", status: "failed" }) },
    { label: t("waiting"), value: day.waiting, href: routes.events.list({ status: "waiting" }) },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={<Button asChild><Link href={routes.test()}>{t("sendTest")}</Link></Button>} />
      <ul className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        {figures.map(({ label, value, href }) => (
          <li key={label}>
            <Card className="relative p-4 hover:bg-muted">
              <Link href={href} className="text-sm text-muted-foreground after:absolute after:inset-0">{label}</Link>
              <p className="mt-1 text-2xl font-semibold tabular-nums">{value}</p>
            </Card>
          </li>
        ))}
      </ul>
      <Card>
        <CardHeader title={t("recent")} actions={<Button asChild variant="outline" size="sm"><Link href={routes.events.list()}>{t("all")}</Link></Button>} />
        {page.events.length > 0 ? <EventTable events={page.events} /> : <CardContent>{t("none")}</CardContent>}
      </Card>
      <RefreshWhile active={page.events.some((event) => event.state === "sending" || event.state === "waiting")} />
    </>
  );
}
