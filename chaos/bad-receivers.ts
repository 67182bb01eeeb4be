import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import type { Certificates } from "@/lib/testing/certificates";

/*
 * Receivers that misbehave, one to a port, in a process of their own. Given the certificates by its parent, it tells the ports.
 */
const TEN_MEGABYTES = 10_000_000;
const plain: Record<string, () => Server> = {
  "resets in the middle of its answer": () => createHttp((_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("begun");
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  }),
  "hangs in the TLS handshake": () => createTcp((socket) => void socket.on("error", () => undefined).resume()),
  "hangs in the middle of its answer's head": () => createTcp((socket) => {
    socket.on("error", () => undefined).once("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-le"));
  }),
  "answers nothing": () => createHttp((request) => void request.resume()),
  "never ends its answer": () => createHttp((_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("begun");
  }),
  "drips a byte a second": () => createHttp((_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    const dripping = setInterval(() => response.write("."), 1_000);
    response.on("close", () => clearInterval(dripping));
  }),
  "answers 10 MB": () => createHttp((_request, response) => void response.end(Buffer.alloc(TEN_MEGABYTES, "x"))),
  "answers garbage": () => createTcp((socket) => {
    socket.on("error", () => undefined).once("data", () => socket.end(Buffer.from("\x00\xff\x16\x03 this is no HTTP\r\n\r\n", "latin1")));
  }),
};
const encrypted: Record<string, (certificates: Certificates) => Server> = {
  "has a certificate that has expired": ({ expired }) => createHttps(expired, (_request, response) => void response.end("ok")),
  "has a certificate of its own making": ({ selfSigned }) => createHttps(selfSigned, (_request, response) => void response.end("ok")),
  "has a certificate for another name": ({ wrongName }) => createHttps(wrongName, (_request, response) => void response.end("ok")),
};

process.once("message", ({ certificates }: { certificates: Certificates | null }) => void start(certificates));
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", () => undefined);

async function start(certificates: Certificates | null): Promise<void> {
  const ports: Record<string, number> = {};
  const servers = [...Object.entries(plain), ...(certificates ? Object.entries(encrypted) : [])];
  for (const [name, make] of servers) {
    const server = make(certificates!).on("clientError", (_error: Error, socket: Socket) => socket.destroy());
    ports[name] = await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
  }
  const { port, close } = await closedPort();
  ports["refuses connections"] = port;
  close();
  process.send!(ports);
}

/** A port at which nothing listens. */
function closedPort(): Promise<{ port: number; close: () => void }> {
  return new Promise((resolve) => {
    const server = createTcp().listen(0, "127.0.0.1", () => resolve({ port: (server.address() as AddressInfo).port, close: () => server.close() }));
  });
}

