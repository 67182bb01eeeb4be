import { useTranslations } from "next-intl";
import { JsonView } from "@/components/json-view";
import { SafeText } from "@/components/safe-text";
import { useFormat } from "@/components/use-format";
import type { AttemptDetail } from "@/lib/services/deliveries/read-attempts";

/** What was sent. */
export function AttemptRequest({ request, remoteAddress, proxy }: Pick<AttemptDetail, "request" | "remoteAddress" | "proxy">) {
  const t = useTranslations("events.attempt");
  const format = useFormat();
  return (
    <div className="min-w-0 space-y-2">
      <h4 className="text-xs font-semibold">{t("request")}</h4>
      <p className="font-mono text-xs break-all"><SafeText text={`${request.method} ${request.url}`} /></p>
      <p className="text-xs text-muted-foreground">{remoteAddress ? t("address", { address: remoteAddress }) : t("noAddress")}{proxy && ` ${t("proxy", { proxy })}`}</p>
      <HeaderList headers={request.headers} />
      <JsonView text={request.body} label={`${t("body")} · ${format.bytes(new TextEncoder().encode(request.body).length)}`} />
    </div>
  );
}

/** What came back, or that nothing did. */
export function AttemptResponse({ response, reason }: { response: AttemptDetail["response"]; reason: string | null }) {
  const t = useTranslations("events.attempt");
  const format = useFormat();
  return (
    <div className="min-w-0 space-y-2">
      <h4 className="text-xs font-semibold">{t("response")}</h4>
      {!response ? <p className="text-sm text-muted-foreground">{t("noResponse")}{reason && `: ${reason}`}</p> : (
        <>
          <p className="font-mono text-xs">HTTP {response.status}</p>
          <p className="text-xs text-muted-foreground">
            {response.isTruncated ? t("truncated", { size: format.bytes(response.bytes ?? 0) }) : t("whole", { size: format.bytes(response.bytes ?? 0) })}
            {response.encoding === "base64" && ` ${t("base64")}`}
          </p>
          <HeaderList headers={response.headers} />
          <JsonView text={response.body ?? ""} label={t("body")} />
        </>
      )}
    </div>
  );
}

function HeaderList({ headers }: { headers: [string, string][] }) {
  const t = useTranslations("events.attempt");
  if (headers.length === 0) return <p className="text-xs text-muted-foreground">{t("noHeaders")}</p>;
  return (
    <details className="text-xs" open={headers.length <= 12}>
      <summary className="cursor-pointer text-muted-foreground">{t("headers", { count: headers.length })}</summary>
      <dl dir="ltr" className="mt-1 max-h-72 space-y-0.5 overflow-y-auto font-mono">
        {headers.map(([name, value], index) => (
          <div key={index} className="break-all"><dt className="inline text-muted-foreground"><SafeText text={name} />: </dt><dd className="inline"><SafeText text={value} /></dd></div>
        ))}
      </dl>
    </details>
  );
}
