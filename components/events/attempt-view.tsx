import { useTranslations } from "next-intl";
import { Duration } from "@/components/duration";
import { JsonView } from "@/components/json-view";
import { Timestamp } from "@/components/timestamp";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { formatBytes, formatDuration } from "@/lib/format";
import type { AttemptDetail } from "@/lib/services/deliveries/read";
import { useFailureWords } from "./failure-words";

/** One try: its outcome, where the time went, and what was sent and answered, side by side. */
export function AttemptView({ attempt, isOpen }: { attempt: AttemptDetail; isOpen: boolean }) {
  const t = useTranslations("events.attempt");
  const words = useFailureWords();
  const { response } = attempt;
  const failure = attempt.failureKind ? words(attempt.failureKind, response?.status ?? null) : null;
  return (
    <details open={isOpen} className="min-w-0 rounded-md border border-border">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
        <span className="font-medium">{t("title", { number: attempt.number })}</span>
        <Badge tone={failure ? "danger" : "success"}>{response?.status ?? failure?.title}</Badge>
        <span className="text-muted-foreground">{t(`trigger.${attempt.trigger}` as never)}{attempt.requestedBy && ` ${t("asked", { name: attempt.requestedBy })}`}</span>
        <Duration ms={attempt.durationMs} className="text-muted-foreground" />
        <Timestamp at={attempt.startedAt} focusable={false} className="text-muted-foreground" />
      </summary>
      <div className="space-y-4 border-t border-border p-3">
        {failure && <Alert tone="danger" title={failure.title} role="note">{failure.next}{attempt.failureDetail && <span className="mt-1 block font-mono text-xs break-all">{attempt.failureDetail}</span>}</Alert>}
        <Waterfall attempt={attempt} />
        <div className="grid gap-4 lg:grid-cols-2">
          <div className="min-w-0 space-y-2">
            <h3 className="text-xs font-semibold">{t("request")}</h3>
            <p className="font-mono text-xs break-all">{attempt.request.method} {attempt.request.url}</p>
            {attempt.remoteAddress && <p className="text-xs text-muted-foreground">{t("address", { address: attempt.remoteAddress })}</p>}
            <Headers headers={attempt.request.headers} />
            <JsonView text={attempt.request.body} label={t("body")} />
          </div>
          <div className="min-w-0 space-y-2">
            <h3 className="text-xs font-semibold">{t("response")}</h3>
            {!response ? <p className="text-sm text-muted-foreground">{t("noResponse")}{failure && `: ${failure.title}`}</p> : (
              <>
                <p className="font-mono text-xs">HTTP {response.status}</p>
                <Headers headers={response.headers} />
                {response.encoding === "base64" && <p className="text-xs text-muted-foreground">{t("base64")}</p>}
                <JsonView text={response.body ?? ""} label={t("body")} />
                {response.isTruncated && <p className="text-xs text-muted-foreground">{t("truncated", { size: formatBytes(response.bytes ?? 0) })}</p>}
              </>
            )}
          </div>
        </div>
      </div>
    </details>
  );
}

function Headers({ headers }: { headers: [string, string][] }) {
  const t = useTranslations("events.attempt");
  if (headers.length === 0) return null;
  return (
    <details className="text-xs">
      <summary className="cursor-pointer text-muted-foreground">{t("headers")} ({headers.length})</summary>
      <dl className="mt-1 space-y-0.5 font-mono">
        {headers.map(([name, value], index) => <div key={index} className="break-all"><dt className="inline text-muted-foreground">{name}: </dt><dd className="inline">{value}</dd></div>)}
      </dl>
    </details>
  );
}

/** Where the time went: each part starts where the one before it ended. */
function Waterfall({ attempt }: { attempt: AttemptDetail }) {
  const t = useTranslations("events.attempt.parts");
  const total = Math.max(attempt.durationMs, attempt.parts.reduce((sum, part) => sum + part.ms, 0), 0.001);
  const starts = attempt.parts.map((_, index) => attempt.parts.slice(0, index).reduce((sum, part) => sum + part.ms, 0));
  if (attempt.parts.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-xs font-semibold">{t("title")}</h3>
      <ol className="space-y-1">
        {attempt.parts.map((part, index) => (
          <li key={part.name} className="grid grid-cols-[7.5rem_1fr_4.5rem] items-center gap-2 text-xs">
            <span className="text-muted-foreground">{t(part.name)}</span>
            <span aria-hidden className="h-2 rounded-sm bg-muted"><span className="block h-2 min-w-0.5 rounded-sm bg-info" style={{ marginLeft: `${(starts[index]! / total) * 100}%`, width: `${(part.ms / total) * 100}%` }} /></span>
            <span className="text-right tabular-nums">{formatDuration(part.ms)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
