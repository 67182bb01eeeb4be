import { isIP } from "node:net";
import { isPortRefused } from "@/lib/domain/delivery-limits";
import { isAddressAllowed } from "./guard";

/** What an operator lets deliveries reach. */
export interface OutboundPolicy {
  allowedRanges: string[];
  allowHttp: boolean;
  /** Aviso's own origin, whose /r/ paths (the built-in receiver) are always allowed. */
  ownOrigin: string;
}

export type UrlProblem = "not_a_url" | "too_long" | "scheme" | "https_only" | "userinfo" | "blocked_address";

/** Whether the URL is Aviso's own receiver: by exact origin and path only. */
export function isOwnReceiver(url: URL, policy: OutboundPolicy): boolean {
  return url.origin === policy.ownOrigin && /^\/r\/[A-Za-z0-9_-]+$/.test(url.pathname);
}

/** What is wrong with a subscription's URL before any look-up, or null. Names are judged again when they are resolved. */
export function checkUrl(text: string, policy: OutboundPolicy): UrlProblem | null {
  if (text.length > 2_048) return "too_long";
  if (!URL.canParse(text)) return "not_a_url";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "scheme";
  if (url.username || url.password) return "userinfo";
  if (isOwnReceiver(url, policy)) return null;
  if (url.protocol === "http:" && !policy.allowHttp) return "https_only";
  if (isPortRefused(url.port)) return "blocked_address";
  // WHATWG parsing has turned octal, hex, decimal and short forms into the plain address by now.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isAddressAllowed(host, policy.allowedRanges)) return "blocked_address";
  return null;
}
