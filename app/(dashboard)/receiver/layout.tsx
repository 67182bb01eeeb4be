import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function ReceiverLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["receiver"]}>{children}</ClientMessages>;
}
