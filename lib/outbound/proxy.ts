import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIPv6, type Socket } from "node:net";
import { hostOf, isInRanges } from "./guard";

/** The proxies of HTTP_PROXY and HTTPS_PROXY, by the scheme of where a request goes, and what NO_PROXY leaves out. */
export interface ProxySettings {
  http: string | null;
  https: string | null;
  /** Names (with all below them), addresses, ranges, each with a port or not; `*` for everything. */
  except: readonly string[];
}

/** The proxy that a request takes, or null for none. Loopback never goes through one: it would be the proxy's own. */
export function chooseProxy(url: { protocol: string; hostname: string; port: string }, settings: ProxySettings | undefined): URL | null {
  const proxy = url.protocol === "https:" ? settings?.https : settings?.http;
  if (!settings || !proxy) return null;
  const host = hostOf(url).replace(/\.$/, "");
  if (/(^|\.)localhost$/.test(host) || isInRanges(host, ["127.0.0.0/8", "::1/128"])) return null;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return settings.except.some((entry) => isMeant(entry, host, port)) ? null : new URL(proxy);
}

function isMeant(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRanges(host, [entry]);
  const [, name = "", only] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const plain = name.toLowerCase().replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  return host === plain || (plain !== "" && host.endsWith(`.${plain}`));
}

/** A proxy without its password, to be shown. */
export function showProxy(proxy: URL): string {
  return proxy.host;
}

/**
 * A way through a proxy to an address that was judged before: the proxy is given the address and never the name, so that
 * it has nothing to look up. @throws with code AVISO_PROXY
 */
export function openTunnel(proxy: URL, target: { address: string; port: number }, timeoutMs: number): Promise<Socket> {
  const authority = `${isIPv6(target.address) ? `[${target.address}]` : target.address}:${target.port}`;
  const isTls = proxy.protocol === "https:";
  const headers: Record<string, string> = { host: authority };
  if (proxy.username || proxy.password) {
    headers["proxy-authorization"] = `Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString("base64")}`;
  }
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(Object.assign(new Error(`The proxy ${showProxy(proxy)} ${what}`), { code: "AVISO_PROXY" }));
    const request = (isTls ? requestHttps : requestHttp)({ host: hostOf(proxy), port: proxy.port || (isTls ? 443 : 80), method: "CONNECT", path: authority, headers, agent: false });
    const timer = setTimeout(() => request.destroy(new Error("timeout")), timeoutMs);
    request.once("connect", (response: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      const status = response.statusCode ?? 0;
      // Whoever is behind the proxy speaks only when asked.
      if (status >= 200 && status < 300 && head.length === 0) return resolve(socket);
      socket.destroy();
      fail(`answered ${status}`);
    });
    // An answer to CONNECT that is no tunnel comes as "connect" as well; this is what is no answer.
    request.once("response", (response) => {
      response.destroy();
      fail(`answered ${response.statusCode}`);
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      fail(error.message === "timeout" ? `did not answer within ${timeoutMs} ms` : `cannot be reached (${error.code ?? error.message})`);
    });
    request.end();
  });
}
