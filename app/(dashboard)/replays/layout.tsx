import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function ReplaysLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["events", "replays"]}>{children}</ClientMessages>;
}
