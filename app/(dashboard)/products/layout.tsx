import type { ReactNode } from "react";
import { ClientMessages } from "@/components/client-messages";

export default function ProductsLayout({ children }: { children: ReactNode }) {
  return <ClientMessages areas={["eventTypes", "products"]}>{children}</ClientMessages>;
}
