import { CircleHelp, ShieldAlert, ShieldCheck, ShieldOff, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { SignatureState } from "@/lib/services/receivers/record-request";

const VIEW = {
  valid: { icon: ShieldCheck, tone: "success" },
  invalid: { icon: ShieldAlert, tone: "danger" },
  unsigned: { icon: ShieldOff, tone: "muted" },
  unknown: { icon: CircleHelp, tone: "warning" },
} as const satisfies Record<SignatureState, { icon: LucideIcon; tone: Tone }>;

/** Whether a request's signature is right. */
export function SignatureBadge({ signature }: { signature: SignatureState }) {
  const t = useTranslations("receiver.signature");
  const { icon: Icon, tone } = VIEW[signature];
  return <Badge tone={tone}><Icon aria-hidden />{t(`${signature}.label`)}</Badge>;
}
