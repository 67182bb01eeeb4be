import { Ban, CircleCheck, CirclePause, CircleX, Clock, Hourglass, RotateCw, Send, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";

/** A delivery's state as screens tell it: "waiting" is split by what it waits for. */
export type DeliveryView = "waiting" | "retrying" | "sending" | "held" | "delivered" | "failed" | "cancelled";
export type SubscriptionView = "active" | "down" | "paused" | "disabled" | "deleted";

interface View { icon: LucideIcon; tone: Tone }

/** Everything the screen needs about a state; the words stand in messages under common.status. */
export const STATUS_VIEW = {
  delivery: {
    waiting: { icon: Clock, tone: "neutral" },
    retrying: { icon: RotateCw, tone: "warning" },
    sending: { icon: Send, tone: "info" },
    held: { icon: Hourglass, tone: "muted" },
    delivered: { icon: CircleCheck, tone: "success" },
    failed: { icon: CircleX, tone: "danger" },
    cancelled: { icon: Ban, tone: "muted" },
  } satisfies Record<DeliveryView, View>,
  subscription: {
    active: { icon: CircleCheck, tone: "success" },
    down: { icon: CircleX, tone: "danger" },
    paused: { icon: CirclePause, tone: "warning" },
    disabled: { icon: Ban, tone: "muted" },
    deleted: { icon: CircleX, tone: "muted" },
  } satisfies Record<SubscriptionView, View>,
} as const;

/** A state as icon, word and colour. A state that this version does not know shows as it is stored. */
export function StatusBadge({ status, kind = "delivery", className }: {
  status: DeliveryView | SubscriptionView | (string & {}); kind?: keyof typeof STATUS_VIEW; className?: string;
}) {
  const t = useTranslations("common.status");
  const views: Partial<Record<string, View>> = STATUS_VIEW[kind];
  const view = views[status];
  if (!view) return <Badge className={className}>{status}</Badge>;
  const Icon = view.icon;
  return <Badge tone={view.tone} className={className}><Icon aria-hidden />{t(`${kind}.${status}` as never)}</Badge>;
}
