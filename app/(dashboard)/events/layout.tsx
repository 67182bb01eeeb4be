import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function EventsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["events", "replays", "test"]}>{children}</ClientMessages>;
}
