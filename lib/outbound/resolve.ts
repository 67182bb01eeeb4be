import { lookup, type LookupAddress } from "node:dns";
import { Resolver } from "node:dns/promises";

/** All addresses of a name. @throws with code AVISO_DNS */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** In all; a name server is asked twice within it. */
const TIMEOUT_MS = 5_000;
const TRIES = 2;

/**
 * Looks names up, each once at a time: a name whose server is silent must not use up the few threads that look up.
 * @param servers to ask in place of the system's way (which knows /etc/hosts)
 */
export function createResolve(servers: readonly string[] = []): Resolve {
  const ask = servers.length > 0 ? askServers(servers) : askSystem;
  const waiting = new Map<string, Promise<LookupAddress[]>>();
  return (hostname) => {
    const asked = waiting.get(hostname) ?? inTime(ask(hostname)).catch(rethrow).finally(() => waiting.delete(hostname));
    waiting.set(hostname, asked);
    return asked;
  };
}

// Also a refused connection to a name server is a failure of DNS, and not of whom the name belongs to.
function rethrow(cause: unknown): never {
  throw Object.assign(new Error(cause instanceof Error ? cause.message : String(cause)), { code: "AVISO_DNS", cause });
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No name server answered within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function askSystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}

function askServers(servers: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: TIMEOUT_MS / TRIES, tries: TRIES });
  resolver.setServers(servers);
  return async (hostname) => {
    const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = found.flatMap((result, index) => (result.status === "fulfilled" ? result.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })) : []));
    const failed = found.find((result) => result.status === "rejected");
    if (addresses.length === 0) throw (failed?.reason as Error | undefined) ?? new Error(`${hostname} has no address`);
    return addresses;
  };
}
