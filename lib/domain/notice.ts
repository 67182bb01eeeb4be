/** What Aviso tells a workspace about its own deliveries: on the screen, by e-mail, and as signed events of its own. */
export const NOTICE_KINDS = ["subscription_down", "subscription_recovered", "subscription_disable_announced", "subscription_disabled", "delivery_exhausted"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The event type under which a kind is sent. */
export const NOTICE_EVENT_TYPE = {
  subscription_down: "aviso.subscription.down",
  subscription_recovered: "aviso.subscription.recovered",
  subscription_disable_announced: "aviso.subscription.disable_announced",
  subscription_disabled: "aviso.subscription.disabled",
  delivery_exhausted: "aviso.delivery.exhausted",
} as const satisfies Record<NoticeKind, string>;

/** The kind that is sent under an event type; none for types that are not Aviso's own. */
export function noticeKindOf(eventType: string): NoticeKind | undefined {
  return NOTICE_KINDS.find((kind) => NOTICE_EVENT_TYPE[kind] === eventType);
}

const OWN_PREFIX = "aviso.";

/** Whether an event type is Aviso's own: nobody may send it, and "all event types" does not mean it. */
export function isOwnEventType(eventType: string): boolean {
  return eventType.startsWith(OWN_PREFIX);
}

export interface NoticeDetail {
  /** Since when the endpoint has been down, or was until now. ISO 8601, like all times here. */
  downSince?: string;
  /** When it will be disabled unless a delivery succeeds. */
  disableAt?: string;
  /** Why it was disabled. */
  reason?: "receiver_gone" | "receiver_asked" | "down_too_long";
  /** The last failure: its kind, and its status where there was an answer. */
  failureKind?: string | null;
  responseStatus?: number | null;
  /** The delivery that was given up. Shown ids. */
  deliveryId?: string;
  eventId?: string;
  attempts?: number;
}
