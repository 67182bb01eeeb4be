import { channel } from "node:diagnostics_channel";
import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { Agent, buildConnector } from "undici";
import type { OutboundPolicy } from "./check-url";
import { hostOf, isAddressAllowed } from "./guard";
import { chooseProxy, openTunnel } from "./proxy";
import { createResolve, type Resolve } from "./resolve";

const CONNECT_TIMEOUT_MS = 5_000;

/** What making a connection took, in milliseconds. */
interface ConnectionFacts {
  dnsMs: number | null;
  connectMs: number;
  tlsMs: number | null;
}

/** What happened to one request below HTTP; filled in while it is under way. */
export interface Trace {
  /** When the request was written to its connection; null while there is none. */
  sentAt: number | null;
  remoteAddress: string | null;
  /** Null when the connection was open already. */
  connection: ConnectionFacts | null;
}

// A connection's facts until the first request takes them. Facts belong to sockets, not to origins: many connections
// to one origin are made at once.
const untold = new WeakMap<Socket, ConnectionFacts>();
/** Where connections through a proxy lead. */
const behindProxy = new WeakMap<Socket, string>();
const traces = new WeakMap<object, Trace>();
let starting: Trace | null = null;

channel("undici:request:create").subscribe((message) => {
  if (starting) traces.set((message as { request: object }).request, starting);
});
channel("undici:client:sendHeaders").subscribe((message) => {
  const { request, socket } = message as { request: object; socket: Socket };
  const trace = traces.get(request);
  if (!trace) return;
  trace.sentAt = performance.now();
  trace.remoteAddress = behindProxy.get(socket) ?? socket.remoteAddress ?? null;
  trace.connection = untold.get(socket) ?? null;
  untold.delete(socket);
});

/** Starts a request under a trace. undici makes the request before `start` returns, and that ties the two together. */
export function traced<T>(start: () => T): { trace: Trace; started: T } {
  const trace: Trace = { sentAt: null, remoteAddress: null, connection: null };
  starting = trace;
  try {
    return { trace, started: start() };
  } finally {
    starting = null;
  }
}

/**
 * Keep-alive connections to judged addresses only. A name is looked up once, every address it has is judged, and the
 * connection goes to one of those, with no second look-up between, through a proxy or not; the peer is judged once more
 * when it is there.
 */
export function createGuardedAgent({ allowedRanges, dnsServers, proxy }: Pick<OutboundPolicy, "allowedRanges" | "dnsServers" | "proxy">): Agent {
  const resolve = createResolve(dnsServers);
  // Node asks for the look-up before `connect` returns: the addresses that were judged are handed over in between.
  let judged: LookupAddress[] = [];
  const lookup: LookupFunction = (_hostname, options, callback) => {
    const addresses = judged;
    process.nextTick(() => (options.all ? callback(null, addresses) : callback(null, addresses[0]!.address, addresses[0]!.family)));
  };
  const open = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS, autoSelectFamily: true });

  const connect = async (options: buildConnector.Options): Promise<Socket> => {
    const begun = performance.now();
    const host = hostOf(options);
    const addresses = await findJudged(resolve, host, allowedRanges);
    const resolvedAt = performance.now();
    const way = chooseProxy(options, proxy);
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const target = addresses[0]!.address;
    const tunnel = way && (await openTunnel(way, { address: target, port }, CONNECT_TIMEOUT_MS));
    let reachedAt = tunnel ? performance.now() : null;
    const socket = tunnel && options.protocol !== "https:" ? tunnel : await new Promise<Socket>((done, failed) => {
      judged = addresses;
      // undici's types hide that the socket comes back; its "connect" comes before the TLS handshake.
      const opening = open({ ...options, ...(tunnel ? { httpSocket: tunnel } : {}) }, (error, opened) => (error ? failed(error) : done(opened))) as unknown as Socket | undefined;
      judged = [];
      opening?.once("connect", () => (reachedAt ??= performance.now()));
    });
    const readyAt = performance.now();
    if (tunnel) behindProxy.set(socket, target);
    else if (!socket.remoteAddress) throw Object.assign(new Error("The connection was closed at once"), { code: "ECONNRESET" });
    else if (!isAddressAllowed(socket.remoteAddress, allowedRanges)) {
      socket.destroy();
      throw blockedAddress(socket.remoteAddress);
    }
    untold.set(socket, {
      dnsMs: isIP(host) ? null : resolvedAt - begun,
      connectMs: (reachedAt ?? readyAt) - resolvedAt,
      tlsMs: options.protocol === "https:" && reachedAt !== null ? readyAt - reachedAt : null,
    });
    return socket;
  };
  return new Agent({
    pipelining: 1, keepAliveTimeout: 10_000, keepAliveMaxTimeout: 60_000,
    connect: (options, callback) => void connect(options).then((socket) => callback(null, socket), (error: Error) => callback(error, null)),
  });
}

/** The addresses of a host, all of them judged. @throws with code AVISO_DNS, or AVISO_BLOCKED_ADDRESS when one of them is refused */
async function findJudged(resolve: Resolve, host: string, allowedRanges: readonly string[]): Promise<LookupAddress[]> {
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host);
  const blocked = addresses.find(({ address }) => !isAddressAllowed(address, allowedRanges));
  if (blocked) throw blockedAddress(blocked.address);
  return addresses;
}

function blockedAddress(address: string): Error {
  return Object.assign(new Error(`${address} is a private or reserved address`), { code: "AVISO_BLOCKED_ADDRESS" });
}
