import { isIP, type Socket } from "node:net";
import { connect } from "node:tls";
import { failureKindOf } from "@/lib/domain/failure";
import { checkUrl, isOwnReceiver, type OutboundPolicy } from "./check-url";
import { createGuardedAgent } from "./connection";
import { hostOf, isAddressAllowed } from "./guard";
import { chooseProxy, openTunnel, showProxy } from "./proxy";
import { createResolve } from "./resolve";

/** One thing that was looked at. `code` names what was found, in the words of the screen; `values` fill it in. */
export interface PreflightCheck {
  name: "address" | "dns" | "proxy" | "tls" | "answer";
  state: "ok" | "warning" | "failed";
  code: string;
  values: Record<string, string | number>;
}

const TIMEOUT_MS = 8_000;
const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a word: most are renewed with a month to go. */
const SOON_DAYS = 14;

/**
 * Looks at an address before anything is sent there: may it be reached, does its name resolve, is its certificate good and
 * for how long, does it answer, and how fast. It asks with HEAD, which changes nothing over there. Stops at the first failure.
 */
export async function preflight(text: string, policy: OutboundPolicy, now: Date): Promise<PreflightCheck[]> {
  const problem = checkUrl(text, policy);
  if (problem) return [check("address", "failed", problem)];
  const url = new URL(text);
  if (isOwnReceiver(url, policy)) return [check("address", "ok", "own_receiver")];
  const checks = [check("address", "ok", url.protocol === "https:" ? "https" : "http")];
  const host = hostOf(url);
  let address = host;
  if (!isIP(host)) {
    const found = await findAddresses(host, policy);
    if (!found) return [...checks, check("dns", "failed", "not_found", { host })];
    const blocked = found.find((one) => !isAddressAllowed(one, policy.allowedRanges));
    if (blocked) return [...checks, check("dns", "failed", "blocked_address", { host, address: blocked })];
    address = found[0]!;
    checks.push(check("dns", "ok", "found", { host, address, count: found.length }));
  }
  const proxy = chooseProxy(url, policy.proxy);
  if (proxy) checks.push(check("proxy", "ok", "through", { proxy: showProxy(proxy) }));
  if (url.protocol === "https:") {
    const tls = await lookAtCertificate({ host, address, port: Number(url.port || 443), proxy }, now);
    checks.push(tls);
    if (tls.state === "failed") return checks;
  }
  return [...checks, await askForAnswer(url, policy)];
}

function check(name: PreflightCheck["name"], state: PreflightCheck["state"], code: string, values: PreflightCheck["values"] = {}): PreflightCheck {
  return { name, state, code, values };
}

async function findAddresses(host: string, policy: OutboundPolicy): Promise<string[] | null> {
  const found = await createResolve(policy.dnsServers)(host).catch(() => null);
  return found && found.length > 0 ? found.map(({ address }) => address) : null;
}

/** Connects to the address that was judged, and to no other. */
async function lookAtCertificate({ host, address, port, proxy }: { host: string; address: string; port: number; proxy: URL | null }, now: Date): Promise<PreflightCheck> {
  let tunnel: Socket | null;
  try {
    tunnel = proxy && (await openTunnel(proxy, { address, port }, TIMEOUT_MS));
  } catch (error) {
    return check("answer", "failed", codeOf(error));
  }
  return new Promise((resolve) => {
    const socket = connect({ ...(tunnel ? { socket: tunnel } : { host: address, port }), servername: isIP(host) ? undefined : host, rejectUnauthorized: false });
    const end = (result: PreflightCheck) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    // In all: a peer that sends a byte now and then never counts as idle.
    const timer = setTimeout(() => end(check("answer", "failed", "timeout_connect")), TIMEOUT_MS);
    socket.once("secureConnect", () => {
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - now.getTime()) / DAY_MS);
      if (!socket.authorized) return end(check("tls", "failed", days < 0 ? "expired" : "untrusted", { days: -days, reason: String(socket.authorizationError) }));
      end(days < SOON_DAYS ? check("tls", "warning", "ends_soon", { days }) : check("tls", "ok", "good", { days }));
    });
    socket.on("error", (error: NodeJS.ErrnoException) => end(check("answer", "failed", failureKindOf(error.code))));
  });
}

async function askForAnswer(url: URL, policy: OutboundPolicy): Promise<PreflightCheck> {
  const agent = createGuardedAgent(policy);
  const begun = performance.now();
  try {
    const response = await agent.request({ origin: url.origin, path: url.pathname + url.search, method: "HEAD", headers: { "user-agent": "Aviso/preflight" }, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const values = { status: response.statusCode, ms: Math.round(performance.now() - begun) };
    await response.body.dump();
    if (values.status >= 300 && values.status < 400) return check("answer", "failed", "redirect", { ...values, location: String(response.headers.location ?? "") });
    return values.status >= 500 ? check("answer", "warning", "server_error", values) : check("answer", "ok", values.status < 300 ? "answered" : "answered_other", values);
  } catch (error) {
    return check("answer", "failed", codeOf(error));
  } finally {
    await agent.destroy();
  }
}

function codeOf(error: unknown): string {
  const causes = error instanceof AggregateError ? (error.errors as unknown[]) : [error, (error as { cause?: unknown }).cause];
  if (causes.some((cause) => (cause as Error | undefined)?.name === "TimeoutError")) return "timeout_response";
  return failureKindOf(causes.map((cause) => (cause as { code?: string } | undefined)?.code).find((code) => typeof code === "string"));
}
