import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function SubscriptionsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["events", "problems", "replays", "subscriptions"]}>{children}</ClientMessages>;
}
