import type { LookupAddress } from "node:dns";
import { lookup, Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";

/** All addresses of a name. @throws with code AVISO_DNS */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** In all; a name server is asked twice within it. */
const TIMEOUT_MS = 5_000;
const TRIES = 2;

/**
 * Looks names up, each once at a time.
 * @param servers to ask in place of the system's way (which knows /etc/hosts)
 * @param systemServers those of the system, where they are known better than it does
 */
export function createResolve(servers: readonly string[] = [], systemServers: readonly string[] = []): Resolve {
  const ask = servers.length > 0 ? (hostname: string) => askServers(servers, hostname) : (hostname: string) => askSystem(systemServers, hostname);
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

// No such name, no address, no name server at all.
const NOT_THERE = new Set(["ENOTFOUND", "ENODATA", "ECONNREFUSED"]);

/**
 * The system's own look-up takes a thread for as long as a name server is silent, and there are few: so its name servers are
 * asked without one, and it is left with what only it knows (/etc/hosts, search lists, names of the local network).
 */
async function askSystem(systemServers: readonly string[], hostname: string): Promise<LookupAddress[]> {
  if (!(await isOfThisMachine(hostname))) {
    try {
      return await askServers(systemServers, hostname);
    } catch (error) {
      if (!NOT_THERE.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  return lookup(hostname, { all: true });
}

async function isOfThisMachine(hostname: string): Promise<boolean> {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  if (/(^|\.)localhost$/.test(name)) return true;
  // Read each time, as the system does: a line that an operator adds counts at once.
  const hosts = await readFile("/etc/hosts", "utf8").catch(() => "");
  return hosts.split("\n").some((line) => line.replace(/#.*/, "").toLowerCase().split(/\s+/).slice(1).includes(name));
}

/** @param servers none: those that the system names now, because a machine moves from network to network */
async function askServers(servers: readonly string[], hostname: string): Promise<LookupAddress[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS / TRIES, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = found.flatMap((result, index) => (result.status === "fulfilled" ? result.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })) : []));
  if (addresses.length > 0) return addresses;
  const failures = found.flatMap((result) => (result.status === "rejected" ? [result.reason as NodeJS.ErrnoException] : []));
  // What went wrong tells more than that there is nothing.
  throw failures.find(({ code }) => !NOT_THERE.has(code ?? "")) ?? failures[0] ?? Object.assign(new Error(`${hostname} has no address`), { code: "ENODATA" });
}
