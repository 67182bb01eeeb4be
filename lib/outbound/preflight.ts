import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { failureKindOf } from "@/lib/domain/failure";
import { checkUrl, isOwnReceiver, type OutboundPolicy } from "./check-url";
import { createGuardedAgent } from "./connection";
import { isAddressAllowed } from "./guard";

/** One thing that was looked at. `code` names what was found, in the words of the screen; `values` fill it in. */
export interface PreflightCheck {
  name: "address" | "dns" | "tls" | "answer";
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
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let address = host;
  if (!isIP(host)) {
    const found = await findAddresses(host);
    if (!found) return [...checks, check("dns", "failed", "not_found", { host })];
    const blocked = found.find((one) => !isAddressAllowed(one, policy.allowedRanges));
    if (blocked) return [...checks, check("dns", "failed", "blocked_address", { host, address: blocked })];
    address = found[0]!;
    checks.push(check("dns", "ok", "found", { host, address, count: found.length }));
  }
  if (url.protocol === "https:") {
    const tls = await lookAtCertificate(host, address, Number(url.port || 443), now);
    checks.push(tls);
    if (tls.state === "failed") return checks;
  }
  return [...checks, await askForAnswer(url, policy)];
}

function check(name: PreflightCheck["name"], state: PreflightCheck["state"], code: string, values: PreflightCheck["values"] = {}): PreflightCheck {
  return { name, state, code, values };
}

async function findAddresses(host: string): Promise<string[] | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, TIMEOUT_MS, null).unref());
  const found = await Promise.race([lookup(host, { all: true }).catch(() => null), late]);
  return found && found.length > 0 ? found.map(({ address }) => address) : null;
}

/** Connects to the address that was judged, and to no other. */
function lookAtCertificate(host: string, address: string, port: number, now: Date): Promise<PreflightCheck> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, servername: isIP(host) ? undefined : host, rejectUnauthorized: false, timeout: TIMEOUT_MS });
    const end = (result: PreflightCheck) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("secureConnect", () => {
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - now.getTime()) / DAY_MS);
      if (!socket.authorized) return end(check("tls", "failed", days < 0 ? "expired" : "untrusted", { days: -days, reason: String(socket.authorizationError) }));
      end(days < SOON_DAYS ? check("tls", "warning", "ends_soon", { days }) : check("tls", "ok", "good", { days }));
    });
    socket.once("timeout", () => end(check("answer", "failed", "timeout_connect")));
    socket.once("error", (error: NodeJS.ErrnoException) => end(check("answer", "failed", failureKindOf(error.code))));
  });
}

async function askForAnswer(url: URL, policy: OutboundPolicy): Promise<PreflightCheck> {
  const agent = createGuardedAgent(policy.allowedRanges);
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
