import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress } from "./client-address";
import { isForgedByAnotherSite } from "./cross-site";
import { commonHeaders, contentSecurityPolicy } from "./security-headers";

// Files, and what machines call: no page of ours, so no scripts to give a nonce to.
const PAGELESS = /^\/(_next\/static|api|r)\//;

export interface FrontSettings { origin: string; proxies: number }

/**
 * What stands before everything: security headers, whose address it is, and no request that another site forged.
 * @returns false when it has answered already
 */
export function guardRequest(request: IncomingMessage, response: ServerResponse, settings: FrontSettings, isDev: boolean): boolean {
  const { headers, method = "GET", url = "/" } = request;
  const isHttps = settings.origin.startsWith("https:");
  // From here on the header holds one address, which can be believed.
  headers["x-forwarded-for"] = clientAddress({ forwardedFor: headers["x-forwarded-for"], socketAddress: request.socket.remoteAddress, proxies: settings.proxies });
  for (const [name, value] of Object.entries(commonHeaders({ isHttps }))) response.setHeader(name, value);
  if (isForgedByAnotherSite({ method, path: url, headers, ownOrigin: settings.origin })) {
    request.resume();
    response.writeHead(403, { "content-type": "application/problem+json" });
    response.end(JSON.stringify({ type: "about:blank", title: "Not allowed", status: 403, code: "forbidden", detail: "Another site sent this request. Do it on Aviso's own pages." }));
    return false;
  }
  // A proxy may have renamed the host; Next compares it with the origin, which was judged above.
  if (headers.origin === settings.origin) headers["x-forwarded-host"] = new URL(settings.origin).host;
  else delete headers["x-forwarded-host"];
  if (!PAGELESS.test(url)) {
    const policy = contentSecurityPolicy({ nonce: randomBytes(16).toString("base64"), isHttps, isDev });
    headers["content-security-policy"] = policy;
    response.setHeader("content-security-policy", policy);
  } else response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
  return true;
}
