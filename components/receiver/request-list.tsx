import { Inbox, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { IfMay } from "@/components/access";
import { EmptyState } from "@/components/empty-state";
import { EventTypeName } from "@/components/event-type-name";
import { RowLink } from "@/components/row-link";
import { Timestamp } from "@/components/timestamp";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";
import type { RequestRow } from "@/lib/services/receivers/list-requests";
import { SignatureBadge } from "./signature-badge";

/** What arrived, newest first; each opens beside the list. */
export function RequestList({ receiverId, requests, selectedId, search, isAll, hasOlder, testHref }: { receiverId: string; requests: RequestRow[]; selectedId?: string; search?: string; isAll: boolean; hasOlder: boolean; testHref: string }) {
  const t = useTranslations("receiver.inbox");
  const format = useFormat();
  if (requests.length === 0) {
    return (
      <div className="lg:col-span-2">
        {search
          ? <EmptyState icon={<SearchX />} title={t("noMatch.title")} description={t("noMatch.description")} action={<Button asChild variant="outline"><Link href={routes.receivers.detail(receiverId)} scroll={false}>{t("clearSearch")}</Link></Button>} />
          : <EmptyState icon={<Inbox />} title={t("empty.title")} description={t("empty.description")} action={<IfMay permission="event.test"><Button asChild><Link href={testHref}>{t("empty.action")}</Link></Button></IfMay>} />}
      </div>
    );
  }
  return (
    <ul aria-label={t("title")} className="max-h-80 overflow-y-auto border-b border-border lg:max-h-[60rem] lg:border-b-0">
      {requests.map((request) => {
        const isSelected = request.id === selectedId;
        return (
          <li key={request.id} className={cn("relative border-b border-border px-4 py-2.5 last:border-0 hover:bg-subtle", isSelected && "bg-primary-soft hover:bg-primary-soft")}>
            <div className="flex items-center justify-between gap-3">
              <RowLink
                href={routes.receivers.detail(receiverId, { search, request: request.id, all: isAll || undefined })}
                scroll={false}
                prefetch={false}
                aria-current={isSelected ? "true" : undefined}
                className="min-w-0 truncate leading-4"
              >
                {request.eventType ? <EventTypeName name={request.eventType} /> : <code className="font-mono text-xs">{request.method}</code>}
              </RowLink>
              <Timestamp at={request.receivedAt} focusable={false} className="text-xs text-muted-foreground" />
            </div>
            <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted-foreground">
              {request.isTest && <Badge tone="info">{t("test")}</Badge>}
              <SignatureBadge signature={request.signature} />
              <AnswerBadge answer={request.answer} />
              <span className="tabular-nums">{format.bytes(request.bodyBytes)}</span>
            </div>
          </li>
        );
      })}
      {hasOlder && <li className="px-4 py-2.5"><Link href={routes.receivers.detail(receiverId, { search, request: selectedId, all: true })} scroll={false} className="text-[13px] text-link underline underline-offset-2">{t("older")}</Link></li>}
    </ul>
  );
}

/** What a request was answered with. */
export function AnswerBadge({ answer }: { answer: string }) {
  const t = useTranslations("receiver.inbox");
  if (answer === "hang") return <Badge tone="warning">{t("hung")}</Badge>;
  if (answer === "drip" || answer === "oversized") return <Badge tone="warning">{t(answer)}</Badge>;
  if (answer === "reset") return <Badge tone="danger">{t("reset")}</Badge>;
  const tone: Tone = answer.startsWith("2") ? "neutral" : answer.startsWith("3") ? "warning" : "danger";
  return <Badge tone={tone}>{t("answered", { answer })}</Badge>;
}
