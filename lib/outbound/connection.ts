import { channel } from "node:diagnostics_channel";
import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { Agent, buildConnector } from "undici";
import { isAddressAllowed } from "./guard";

const CONNECT_TIMEOUT_MS = 5_000;

/** What making a connection took, in milliseconds, and where it leads. */
interface ConnectionFacts {
  dnsMs: number | null;
  connectMs: number;
  tlsMs: number | null;
  remoteAddress: string | null;
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
  trace.remoteAddress = socket.remoteAddress ?? null;
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
 * connection goes to one of those, with no second look-up between; the peer is judged once more when it is there.
 */
export function createGuardedAgent(allowedRanges: string[]): Agent {
  const resolve = createResolver();
  // Node asks for the look-up before `connect` returns, which ties it to its connection.
  let connecting: { dnsMs: number | null } | null = null;
  const lookup: LookupFunction = (hostname, options, callback) => {
    const facts = connecting;
    const begun = performance.now();
    resolve(hostname, options, (error, addresses) => {
      if (facts) facts.dnsMs = performance.now() - begun;
      if (error) return callback(error, []);
      const blocked = addresses.find(({ address }) => !isAddressAllowed(address, allowedRanges));
      if (blocked) return callback(blockedAddress(blocked.address), []);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
  const open = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS, autoSelectFamily: true });
  const connect: buildConnector.connector = (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, "");
    // Node looks up names only: a literal address is judged here.
    if (isIP(host) && !isAddressAllowed(host, allowedRanges)) return callback(blockedAddress(host), null);
    const begun = performance.now();
    const facts = { dnsMs: null as number | null };
    let reachedAt: number | null = null;
    connecting = facts;
    // undici's types hide that the socket comes back; its "connect" comes before the TLS handshake.
    const opening = open(options, (...result) => {
      const [error, socket] = result;
      if (error) return callback(error, null);
      const readyAt = performance.now();
      const remoteAddress = socket.remoteAddress ?? null;
      if (remoteAddress && !isAddressAllowed(remoteAddress, allowedRanges)) {
        socket.destroy();
        return callback(blockedAddress(remoteAddress), null);
      }
      untold.set(socket, {
        dnsMs: facts.dnsMs,
        connectMs: Math.max(0, (reachedAt ?? readyAt) - begun - (facts.dnsMs ?? 0)),
        tlsMs: options.protocol === "https:" && reachedAt !== null ? readyAt - reachedAt : null,
        remoteAddress,
      });
      callback(null, socket);
    }) as unknown as Socket | undefined;
    connecting = null;
    opening?.once("connect", () => (reachedAt = performance.now()));
  };
  return new Agent({ pipelining: 1, keepAliveTimeout: 10_000, keepAliveMaxTimeout: 60_000, connect });
}

type Found = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** One look-up of a name at a time: a name whose server is silent must not use up the few threads that look up. */
function createResolver() {
  const waiting = new Map<string, Found[]>();
  return (hostname: string, options: Parameters<LookupFunction>[1], found: Found): void => {
    const key = `${hostname} ${options.family ?? 0} ${options.hints ?? 0}`;
    const others = waiting.get(key);
    if (others) return void others.push(found);
    waiting.set(key, [found]);
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      const all = waiting.get(key) ?? [];
      waiting.delete(key);
      for (const each of all) each(error, addresses);
    });
  };
}

function blockedAddress(address: string): Error {
  return Object.assign(new Error(`${address} is a private or reserved address`), { code: "AVISO_BLOCKED_ADDRESS" });
}
