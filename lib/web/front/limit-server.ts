import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { network } from "@/lib/services/network";

export interface ServerLimits {
  /** For a request's head, and for a request with its body, to arrive whole. */
  headersMs: number;
  requestMs: number;
  /** How often those that are late are looked for. */
  checkMs: number;
  keepAliveMs: number;
  /** Connections in all, and of one network. A person's browser opens six; what is near this is a flood. */
  connections: number;
  connectionsOfNetwork: number;
}

// Whoever sends a byte now and then is let go; what takes this long to send is no event. An idle connection costs about
// 10 kB, so that as many as there may be cost less than what the process needs by itself.
export const SERVER_LIMITS: ServerLimits = { headersMs: 20_000, requestMs: 60_000, checkMs: 5_000, keepAliveMs: 65_000, connections: 10_000, connectionsOfNetwork: 2_000 };

/**
 * A server of which nobody can hold more than a share: what comes too slowly is ended, and one network has a bounded number of
 * connections. The latter does not apply behind proxies of the operator's own, whose connections are everybody's.
 */
export function createLimitedServer({ proxies }: { proxies: number }, listener: RequestListener, limits = SERVER_LIMITS): Server {
  const server = createServer({ headersTimeout: limits.headersMs, requestTimeout: limits.requestMs, connectionsCheckingInterval: limits.checkMs, keepAliveTimeout: limits.keepAliveMs }, listener);
  server.maxConnections = limits.connections;
  if (proxies === 0) server.on("connection", countByNetwork(limits.connectionsOfNetwork));
  return server;
}

function countByNetwork(most: number): (socket: Socket) => void {
  const open = new Map<string, number>();
  return (socket) => {
    const from = network(socket.remoteAddress ?? "");
    const count = (open.get(from) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(from, count);
    socket.once("close", () => {
      const left = open.get(from)! - 1;
      if (left > 0) open.set(from, left);
      else open.delete(from);
    });
  };
}
