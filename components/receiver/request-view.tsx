import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { CopyButton } from "@/components/copy-button";
import { JsonView } from "@/components/json-view";
import { SafeText } from "@/components/safe-text";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { useFormat } from "@/components/use-format";
import { curlCommand } from "@/lib/domain/curl";
import { routes } from "@/lib/routes";
import type { RequestDetail } from "@/lib/services/receivers/get-request";
import { AnswerBadge } from "./request-list";
import { SignatureBadge } from "./signature-badge";
import { SignatureReasonView } from "./signature-reason";

/** One request with its signature's verdict, headers and body. Null when it has left the inbox. @param url the receiver's address */
export function RequestView({ request, url }: { request: RequestDetail | null; url: string }) {
  const t = useTranslations("receiver");
  const format = useFormat();
  if (!request) return <p className="px-5 py-6 text-sm text-muted-foreground">{t("request.gone")}</p>;
  return (
    <section aria-label={t("request.label")} className="min-w-0 space-y-5 border-border px-4 py-4 sm:px-5 lg:border-l">
      <div className="space-y-1.5">
        <p className="flex flex-wrap items-center gap-2 text-sm"><SignatureBadge signature={request.signature} /><AnswerBadge answer={request.answer} /></p>
        <p className="text-[13px] leading-5 text-muted-foreground">{t(`signature.${request.signature}.description`)}</p>
      </div>
      {request.reason && <SignatureReasonView reason={request.reason} />}
      {request.staleMs !== null && <Alert tone="warning">{t("request.stale", { age: format.duration(request.staleMs) })}</Alert>}
      {!request.isTruncated && request.bodyEncoding === "utf8" && (
        <div className="flex flex-wrap gap-2">
          <CopyButton value={request.body} label={t("request.copyBody")} showLabel />
          <CopyButton value={curlCommand({ method: request.method, url: new URL(request.path, url).href, headers: request.headers.filter(([name]) => !/^x-forwarded-/i.test(name)), body: request.body })} label={t("request.copyCurl")} showLabel />
        </div>
      )}
      <dl className="grid gap-x-4 text-[13px] leading-5 max-sm:[&>dd]:mb-1.5 sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-y-1.5">
        <dt className="text-muted-foreground">{t("request.received")}</dt><dd><Timestamp at={request.receivedAt} format="absolute" /></dd>
        <dt className="text-muted-foreground">{t("request.method")}</dt><dd className="font-mono text-xs leading-5 break-all">{request.method} {request.path}</dd>
        <dt className="text-muted-foreground">{t("request.size")}</dt><dd>{format.bytes(request.bodyBytes)}</dd>
        {request.eventId && (
          <><dt className="text-muted-foreground">{t("request.event")}</dt><dd><Link href={routes.events.detail(request.eventId)} className="text-link underline underline-offset-2">{t("request.openEvent")}</Link></dd></>
        )}
      </dl>
      <div>
        <h3 className="mb-2 text-[13px] font-semibold">{t("request.body")}</h3>
        {request.bodyEncoding === "base64" && <p className="mb-2 text-xs text-muted-foreground">{t("request.base64")}</p>}
        {request.isTruncated && <p className="mb-2 text-xs text-muted-foreground">{t("request.truncated", { size: format.bytes(request.bodyBytes) })}</p>}
        <JsonView text={request.body} label={t("request.body")} />
      </div>
      <div>
        <h3 className="mb-2 text-[13px] font-semibold">{t("request.headers")}</h3>
        <dl className="divide-y divide-border rounded-md border border-border bg-subtle font-mono text-xs leading-5">
          {request.headers.map(([name, value], index) => (
            <div key={index} className="grid gap-x-3 px-3 py-1.5 sm:grid-cols-[12rem_minmax(0,1fr)]">
              <dt className="break-all text-muted-foreground"><SafeText text={name} /></dt><dd className="break-all"><SafeText text={value} /></dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
