import "server-only";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { getRuntime } from "./runtime";

/** Where this installation lets deliveries go. */
export function outboundPolicy(): OutboundPolicy {
  return getRuntime().settings.outbound;
}
