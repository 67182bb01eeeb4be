import { Ban, CircleCheck, CirclePause, CircleX, ClipboardList, Clock, Play, RotateCw, Send, SkipForward, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ReplayItemState, ReplayStatus as Status } from "@/lib/domain/replay";

interface View { icon: LucideIcon; tone: Tone }

const STATUS = {
  planned: { icon: ClipboardList, tone: "neutral" },
  running: { icon: Play, tone: "info" },
  paused: { icon: CirclePause, tone: "warning" },
  cancelled: { icon: Ban, tone: "muted" },
  done: { icon: CircleCheck, tone: "success" },
} as const satisfies Record<Status, View>;

const STATE = {
  pending: { icon: Clock, tone: "neutral" },
  queued: { icon: Send, tone: "info" },
  retrying: { icon: RotateCw, tone: "warning" },
  delivered: { icon: CircleCheck, tone: "success" },
  failed: { icon: CircleX, tone: "danger" },
  skipped: { icon: SkipForward, tone: "muted" },
  cancelled: { icon: Ban, tone: "muted" },
} as const satisfies Record<ReplayItemState, View>;

/** How a replay stands: icon, word and colour. */
export function ReplayStatus({ status }: { status: Status }) {
  const t = useTranslations("replays.status");
  const { icon: Icon, tone } = STATUS[status];
  return <Badge tone={tone}><Icon aria-hidden />{t(status)}</Badge>;
}

/** How it stands with one delivery of a replay. */
export function ReplayItemStatus({ state }: { state: ReplayItemState }) {
  const t = useTranslations("replays.state");
  const { icon: Icon, tone } = STATE[state];
  return <Badge tone={tone}><Icon aria-hidden />{t(state)}</Badge>;
}

/** Whether what is to go there waits for now. */
export function isHeld(status: string): boolean {
  return status === "paused" || status === "disabled" || status === "down";
}
