import { Ban, CircleCheck, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { RunStatus } from "@/lib/services/scenarios/list-runs";

const VIEW = {
  running: { icon: Play, tone: "info" },
  finished: { icon: CircleCheck, tone: "success" },
  cancelled: { icon: Ban, tone: "muted" },
} as const satisfies Record<RunStatus, { icon: typeof Play; tone: string }>;

/** The state of a run as icon, word and colour. */
export function RunBadge({ status }: { status: RunStatus }) {
  const t = useTranslations("scenarios.status");
  const { icon: Icon, tone } = VIEW[status];
  return <Badge tone={tone}><Icon aria-hidden />{t(status)}</Badge>;
}
