import { useTranslations } from "next-intl";
import { SignatureVerdict } from "@/components/events/signature-verdict";
import { Alert } from "@/components/ui/alert";
import type { SignatureReason } from "@/lib/services/receivers/explain-signature";

/** Why a request's signature is wrong, and what to do. */
export function SignatureReasonView({ reason }: { reason: SignatureReason }) {
  const t = useTranslations("receiver.signature.why");
  switch (reason.kind) {
    case "diagnosis": return <SignatureVerdict diagnosis={reason.diagnosis} />;
    case "header_missing": return <Alert tone="warning" title={t("header_missing", { header: reason.header })}>{t("header_missing_text")}</Alert>;
    case "timestamp_not_seconds": return <Alert tone="warning" title={t("timestamp_not_seconds", { value: reason.value })}>{t("timestamp_not_seconds_text")}</Alert>;
    case "body_not_kept": return <Alert tone="info" title={t("body_not_kept")}>{t("body_not_kept_text")}</Alert>;
  }
}
