import { MASK } from "@/lib/domain/mask";

// Whoever opens a receiver's address in a browser sends the session's cookie along; whoever calls it may send a password.
const ALWAYS = ["cookie", "authorization", "proxy-authorization", "x-hotmart-hottok"];

/** A request's headers as they may be kept. @param names of headers whose values a subscription keeps secret */
export function maskHeaders(headers: [string, string][], names: string[]): [string, string][] {
  const secret = new Set([...ALWAYS, ...names.map((name) => name.toLowerCase())]);
  return headers.map(([name, value]) => [name, secret.has(name.toLowerCase()) ? MASK : value]);
}
