import { once } from "node:events";
import { createServer, request as send, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { countSecond } from "../body-budget";
import { guardRequest } from "./guard-request";
import { createLimitedServer, SERVER_LIMITS, type ServerLimits } from "./limit-server";
import { network } from "@/lib/services/network";

const settings = { origin: "http://aviso.test", proxies: 0 };
let server: Server | undefined;
const sockets: Socket[] = [];
const SHORT = { "content-length": "2" };
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.closeAllConnections();
  server?.close();
});

async function start(limits: Partial<ServerLimits> = {}, { proxies } = settings): Promise<number> {
  server = createLimitedServer({ proxies }, (request, response) => {
    if (guardRequest(request, response, { ...settings, proxies }, false)) request.resume().on("end", () => response.end("ok"));
  }, { ...SERVER_LIMITS, ...limits });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A connection that sends a little every now and then, and never all. */
function drip(port: number, head: string, rest: string): { socket: Socket; isClosed: boolean; answer: string } {
  const socket = connect(port, "127.0.0.1");
  const dripping = { socket, isClosed: false, answer: "" };
  socket.write(head);
  const timer = setInterval(() => socket.write(rest), 20);
  socket.on("data", (chunk: Buffer) => (dripping.answer += chunk.toString())).on("error", () => undefined).on("close", () => {
    clearInterval(timer);
    dripping.isClosed = true;
  });
  sockets.push(socket);
  return dripping;
}

function post(port: number, path: string, headers: Record<string, string>): Promise<{ status: number; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = send({ port, host: "127.0.0.1", path, method: "POST", headers, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode!, connection: response.headers.connection });
    });
    request.on("error", reject);
    request.flushHeaders();
    request.end("{}");
  });
}

test("hundreds of connections that drip their headers or bodies stop nobody, cost little, and are let go", async () => {
  const port = await start({ headersMs: 600, requestMs: 900, checkMs: 50 });
  const before = process.memoryUsage().rss;
  const slow = Array.from({ length: 400 }, (_, index) =>
    index % 2 === 0 ? drip(port, "GET / HTTP/1.1\r\nhost: aviso.test\r\n", "x-a: b\r\n") : drip(port, "POST /api/v1/events HTTP/1.1\r\nhost: aviso.test\r\ncontent-length: 200000\r\n\r\n", "x"));
  await expect.poll(() => slow.filter(({ socket }) => socket.readyState === "open").length).toBe(400);
  const begun = performance.now();
  for (let count = 0; count < 50; count++) expect((await post(port, "/api/v1/events", {})).status).toBe(200);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect((process.memoryUsage().rss - before) / 400).toBeLessThan(200_000);
  await expect.poll(() => slow.every(({ isClosed }) => isClosed), { timeout: 10_000 }).toBe(true);
  expect(slow.every(({ answer }) => answer === "" || answer.startsWith("HTTP/1.1 408"))).toBe(true);
});

test("one network cannot hold more than its share of connections, and gets new ones as it lets go; behind a proxy all are everybody's", async () => {
  const port = await start({ connectionsOfNetwork: 5 });
  const held = Array.from({ length: 5 }, () => drip(port, "GET / HTTP/1.1\r\n", ""));
  await expect.poll(() => new Promise((done) => server!.getConnections((_error, count) => done(count)))).toBe(5);
  await expect(post(port, "/", SHORT)).rejects.toThrow();
  held[0]!.socket.destroy();
  await expect.poll(() => post(port, "/", SHORT).then(({ status }) => status, () => null)).toBe(200);
  server!.closeAllConnections();
  server!.close();
  const behind = await start({ connectionsOfNetwork: 1 }, { ...settings, proxies: 1 });
  for (let count = 0; count < 3; count++) drip(behind, "GET / HTTP/1.1\r\n", "");
  expect((await post(behind, "/", SHORT)).status).toBe(200);
});

test("a body that says too much, or not how much, reaches neither the sign-in nor a page", async () => {
  const port = await start();
  for (const path of ["/api/auth/callback/credentials", "/sign-in", "/settings"]) {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: aviso.test\r\ncontent-length: 10000000000\r\n\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString(), path).toMatch(/^HTTP\/1\.1 413 [^]*connection: close/i);
    expect(await post(port, path, { "transfer-encoding": "chunked" })).toEqual({ status: 411, connection: "close" });
    expect((await post(port, path, SHORT)).status).toBe(200);
  }
  expect(await post(port, "/r/token/settings", { "transfer-encoding": "chunked" })).toEqual({ status: 411, connection: "close" });
  // They count by themselves, and stop reading.
  for (const path of ["/api/v1/events", "/r/token"]) expect((await post(port, path, { "transfer-encoding": "chunked" })).status).toBe(200);
});

test("a sign-in may have 16 kB", async () => {
  const port = await start();
  const sendTo = (path: string, bytes: number) => fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: "x".repeat(bytes) }).then(({ status }) => status);
  expect([await sendTo("/api/auth/callback/credentials", 16_384), await sendTo("/api/auth/callback/credentials", 16_385), await sendTo("/api/auth/signout/", 16_385), await sendTo("/settings", 16_385)]).toEqual([200, 413, 413, 200]);
});

test("of what is sent to pages one network holds no more than its share, and gives it back; what is small, and what machines send, is always taken", async () => {
  const port = await start({}, { ...settings, proxies: 1 });
  const sendFrom = async (address: string, bytes = 300_000, path = "/settings") => {
    const { status, headers } = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: "x".repeat(bytes), headers: { "x-forwarded-for": address } });
    return status === 503 ? `503, again in ${headers.get("retry-after")} s` : status;
  };
  const holdFrom = (address: string) => Array.from({ length: 4 }, () => drip(port, `POST /settings HTTP/1.1\r\nhost: aviso.test\r\nx-forwarded-for: ${address}\r\ncontent-length: 2090000\r\n\r\n`, ""));
  const held = holdFrom("2001:db8::1");
  await expect.poll(() => sendFrom("2001:db8::2")).toBe("503, again in 5 s");
  expect([await sendFrom("2001:db8::2", 16_384), await sendFrom("2001:db8:1::1")]).toEqual([200, 200]);
  for (let n = 1; n < 8; n++) holdFrom(`198.51.100.${n}`);
  // All of it is held now, by eight.
  await expect.poll(() => sendFrom("203.0.113.1", 600_000)).toBe("503, again in 5 s");
  expect([await sendFrom("203.0.113.1", 16_384), await sendFrom("203.0.113.1", 600_000, "/api/v1/events"), await sendFrom("203.0.113.1", 600_000, "/r/token")]).toEqual([200, 200, 200]);
  held[0]!.socket.destroy();
  await expect.poll(() => sendFrom("2001:db8::2")).toBe(200);
});

test("a body that a page waits for and that comes in drops is broken off; one that is not read, or is whole, is not", async () => {
  const port = await start();
  const line = (path: string, length: number) => drip(port, `POST ${path} HTTP/1.1\r\nhost: aviso.test\r\ncontent-length: ${length}\r\n\r\n`, "x");
  const slow = [line("/settings", 1_000_000), line("/api/auth/callback/credentials", 10_000)];
  server!.removeAllListeners("request").on("request", (request, response) => void guardRequest(request, response, settings, false));
  const patient = [["{}", 2], ["x".repeat(900_000), 1_000_000]].map(([body, length]) => {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    sockets.push(socket);
    socket.write(`POST /settings HTTP/1.1\r\nhost: aviso.test\r\ncontent-length: ${length}\r\n\r\n${body}`);
    return socket;
  });
  await Promise.all([once(server!, "request"), once(server!, "request")]);
  await expect.poll(() => { countSecond(); return slow.every(({ isClosed }) => isClosed); }).toBe(true);
  for (const { answer } of slow) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  for (let second = 0; second < 40; second++) countSecond();
  await new Promise((done) => setImmediate(done));
  expect(patient.map(({ destroyed }) => destroyed)).toEqual([false, false]);
});

test("who goes on sending after the answer is let go of; who stops keeps the connection", async () => {
  server = createServer((request, response) => { if (guardRequest(request, response, settings, false)) response.writeHead(503, { "content-length": 0 }).end(); });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const head = (length: number) => `POST /api/v1/products HTTP/1.1\r\nhost: aviso.test\r\ncontent-length: ${length}\r\n\r\n`;
  const [endless, ended] = [drip(port, head(10_000_000), "x"), connect(port, "127.0.0.1")];
  sockets.push(ended);
  ended.write(`${head(2)}{}`);
  await expect.poll(() => endless.isClosed, { timeout: 5_000 }).toBe(true);
  expect(endless.answer).toMatch(/^HTTP\/1\.1 503 /);
  let answers = "";
  ended.on("data", (part: Buffer) => (answers += part.toString()));
  ended.write(`${head(2)}{}`);
  await expect.poll(() => answers.match(/HTTP\/1\.1 503/g)?.length).toBe(2);
});

test("a path is judged as what it leads to, and what is no path leads nowhere", async () => {
  const port = await start();
  for (const path of ["/r/../settings", "/r/%2e%2e/settings", "/api/v1/../../settings", "/r/..\\settings"]) {
    expect((await post(port, path, { ...SHORT, origin: "https://evil.example" })).status, path).toBe(403);
    expect((await post(port, path, { "transfer-encoding": "chunked" })).status, path).toBe(411);
  }
  for (const path of ["http://evil.example/settings", "*", "settings"]) expect((await post(port, path, SHORT)).status, path).toBe(400);
});

test("a network is an IPv4 address or an IPv6 /64", () => {
  expect(["198.51.100.7", "::ffff:198.51.100.7", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", "unknown"].map(network)).toEqual(["198.51.100.7", "198.51.100.7", "2001:db8:1:2", "2001:db8:1:2", "unknown"]);
});
