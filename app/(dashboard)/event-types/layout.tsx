import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function EventTypesLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["eventTypes"]}>{children}</ClientMessages>;
}
