import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function TestLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["events", "scenarios", "test"]}>{children}</ClientMessages>;
}
