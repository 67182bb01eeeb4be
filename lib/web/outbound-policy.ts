import "server-only";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { getRuntime } from "./runtime";

/** Where this installation lets deliveries go. */
export function outboundPolicy(): OutboundPolicy {
  const { settings } = getRuntime();
  return { allowedRanges: settings.allowedRanges, allowHttp: settings.allowHttp, ownOrigin: settings.origin };
}
