import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { SignatureDiagnosis } from "@/lib/domain/signature-diagnosis";

/** What is wrong with a signature, in words, each with what to do. */
export function SignatureVerdict({ diagnosis }: { diagnosis: SignatureDiagnosis }) {
  const t = useTranslations("events.signature.verdict");
  if (!diagnosis.isExplained) {
    return (
      <Alert tone="warning" title={t("unknown.title")}>
        {t("unknown.description")}
        <ol className="mt-1 list-decimal space-y-1 pl-5">{(["raw", "secret", "header"] as const).map((hint) => <li key={hint}>{t(`unknown.${hint}`)}</li>)}</ol>
      </Alert>
    );
  }
  const { secret, otherSubscription, encoding, algorithm, content, jsonChange, clockOffSec } = diagnosis;
  const wrong = [
    secret && secret !== "current" && t(`secret.${secret}`, { subscription: otherSubscription ?? "" }),
    content && t(`content.${content}`, { change: jsonChange ? t(`json.${jsonChange}`) : "", seconds: Math.abs(clockOffSec ?? 0) }),
    algorithm && t("algorithm", { algorithm: algorithm.toUpperCase() }),
    encoding && t(`encoding.${encoding}`),
  ].filter((line): line is string => Boolean(line));
  if (wrong.length === 0) return <Alert tone="success" title={t("right.title")}>{t("right.description")}</Alert>;
  // Rotated secrets still sign beside the new one, so such a signature is accepted.
  if (wrong.length === 1 && secret === "rotated") return <Alert tone="info" title={t("rotatedTitle")}>{wrong[0]}</Alert>;
  return <Alert tone="warning" title={t("found", { count: wrong.length })}><ul className="list-disc space-y-1 pl-5">{wrong.map((line) => <li key={line}>{line}</li>)}</ul></Alert>;
}
