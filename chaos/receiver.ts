import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request that a receiver got, as it answered it. */
export interface Received {
  path: string;
  /** The webhook-id: the event's. */
  id: string;
  attempt: number;
  /** When it was whole, in milliseconds since 1970. */
  at: number;
  status: number;
}

/** How a path answers; without one: 200 at once. */
export interface Behaviour {
  status?: number;
  delayMs?: number;
  /** Ends the connection after each answer. */
  closes?: boolean;
  /** The share of events whose first attempt is answered with 500. */
  firstFails?: number;
}

export type Order = { kind: "records"; from: number } | { kind: "behave"; path: string; behaviour: Behaviour };

/*
 * The receiver that counts, in a process of its own, as real ones are: it survives what happens to Aviso. What it got is
 * noted before it answers, so that nothing is answered that it does not know of.
 */
const records: Received[] = [];
const behaviours = new Map<string, Behaviour>();

const server = createServer((request, response) => {
  request.resume().on("error", () => undefined).on("end", () => receive(request, response));
});
server.keepAliveTimeout = 60_000;
server.on("clientError", (_error, socket) => socket.destroy());
server.listen(0, "127.0.0.1", () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on("message", (order: Order) => {
  if (order.kind === "behave") behaviours.set(order.path, order.behaviour);
  process.send!({ records: order.kind === "records" ? records.slice(order.from) : [] });
});
process.on("disconnect", () => process.exit(0));

function receive(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "/";
  const { status: usual = 200, delayMs = 0, firstFails = 0, closes = false } = behaviours.get(path) ?? {};
  const id = String(request.headers["webhook-id"]);
  const attempt = Number(request.headers["webhook-attempt"]);
  // By the id's last two digits, in base 32, which are as good as chance.
  const status = attempt === 1 && parseInt(id.slice(-2), 32) / 1_024 < firstFails ? 500 : usual;
  records.push({ path, id, attempt, at: Date.now(), status });
  const answer = () => void response.writeHead(status, closes ? { connection: "close" } : {}).end("ok");
  if (delayMs > 0) setTimeout(answer, delayMs);
  else answer();
}
