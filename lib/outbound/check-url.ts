import { isIP } from "node:net";
import { isPortRefused } from "@/lib/domain/delivery-limits";
import { type URL_PROBLEMS, urlProblem } from "@/lib/domain/subscription";
import { hostOf, isAddressAllowed } from "./guard";
import type { ProxySettings } from "./proxy";

/** What an operator lets deliveries reach, and by which way. */
export interface OutboundPolicy {
  allowedRanges: readonly string[];
  allowHttp: boolean;
  /** Aviso's own origin, whose /r/ paths (the built-in receiver) are always allowed. */
  ownOrigin: string;
  /** Name servers to ask in place of the system's, as "10.0.0.2" or "10.0.0.2:5353". */
  dnsServers?: readonly string[];
  proxy?: ProxySettings;
}

export type UrlProblem = keyof typeof URL_PROBLEMS;

/** Whether the URL is Aviso's own receiver: by exact origin and path only. */
export function isOwnReceiver(url: URL, policy: OutboundPolicy): boolean {
  return url.origin === policy.ownOrigin && /^\/r\/[A-Za-z0-9_-]+$/.test(url.pathname);
}

/** What is wrong with a subscription's URL before any look-up, or null. Names are judged again when they are resolved. */
export function checkUrl(text: string, policy: OutboundPolicy): UrlProblem | null {
  const problem = urlProblem(text);
  if (problem) return problem;
  const url = new URL(text);
  if (isOwnReceiver(url, policy)) return null;
  if (url.protocol === "http:" && !policy.allowHttp) return "https_only";
  if (isPortRefused(url.port)) return "blocked_port";
  // WHATWG parsing has turned octal, hex, decimal, short and full-width forms into the plain address by now.
  const host = hostOf(url);
  // RFC 6761: whatever ends in "localhost" is this machine.
  const addresses = isIP(host) ? [host] : /(^|\.)localhost\.?$/.test(host) ? ["127.0.0.1", "::1"] : [];
  const isRefused = addresses.length > 0 && !addresses.some((address) => isAddressAllowed(address, policy.allowedRanges));
  return isRefused ? "blocked_address" : null;
}
