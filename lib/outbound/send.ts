import type { Dispatcher } from "undici";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";
import type { FailureKind } from "@/lib/domain/failure";
import { checkUrl, isOwnReceiver, type OutboundPolicy, type UrlProblem } from "./check-url";
import { createGuardedAgent } from "./connection";
import { exchange } from "./exchange";
import { chooseProxy, showProxy } from "./proxy";
import { emptyResult, type SendResult } from "./result";

export type { SendResult };

export interface SendRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** From start to the last byte. */
  timeoutMs: number;
}

export interface Sender {
  /** Never throws: what goes wrong is a failure kind. */
  send(request: SendRequest): Promise<SendResult>;
  /** Waits for what is under way. */
  close(): Promise<void>;
  /** Breaks off what is under way. */
  destroy(): Promise<void>;
}

type Way = { problem: UrlProblem } | { problem: null; dispatcher: Dispatcher; origin: string; path: string; proxy: string | null };

const MAX_WAYS = 10_000;

/** The guarded HTTP client: POST only, keep-alive, no redirects, addresses judged. */
export function createSender(policy: OutboundPolicy): Sender {
  const guarded = createGuardedAgent(policy);
  // Aviso's own receiver may stand on any address; it has connections of its own, which lead nowhere else.
  const own = createGuardedAgent({ allowedRanges: ["0.0.0.0/0", "::/0"] });
  // The policy does not change while a sender lives, so a URL is judged once. Addresses are judged at every connection.
  const ways = new Map<string, Way>();
  const wayTo = (text: string): Way => {
    // Judged when it was saved, and again now: the operator's rules may have changed since.
    const problem = checkUrl(text, policy);
    if (problem) return { problem };
    const url = new URL(text);
    const isOwn = isOwnReceiver(url, policy);
    const proxy = isOwn ? null : chooseProxy(url, policy.proxy);
    return { problem, dispatcher: isOwn ? own : guarded, origin: url.origin, path: url.pathname + url.search, proxy: proxy && showProxy(proxy) };
  };
  return {
    async send({ url, headers, body, timeoutMs }) {
      let way = ways.get(url);
      if (!way) {
        if (ways.size >= MAX_WAYS) ways.clear();
        ways.set(url, (way = wayTo(url)));
      }
      if (way.problem !== null) return refused(way.problem);
      const result = await exchange({ ...way, headers, body, timeoutMs: Math.min(timeoutMs, DELIVERY_LIMITS.maxTimeoutMs) });
      result.proxy = way.proxy;
      return result;
    },
    close: async () => void (await Promise.all([guarded.close(), own.close()])),
    destroy: async () => void (await Promise.all([guarded.destroy(), own.destroy()])),
  };
}

function refused(problem: UrlProblem): SendResult {
  const detail = problem === "https_only" ? "Only https:// addresses are allowed here" : `The address is not allowed (${problem})`;
  return { ...emptyResult(), failureKind: REFUSED_AS[problem] ?? "blocked_address", failureDetail: detail };
}

const REFUSED_AS: Partial<Record<UrlProblem, FailureKind>> = { not_a_url: "protocol", too_long: "protocol", blocked_port: "blocked_port", https_only: "https_only" };
