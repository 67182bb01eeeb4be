import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type ReceiverServer, startReceiver } from "@/lib/testing/receiver-server";
import { createSender } from "./send";

const policy = { allowedRanges: ["127.0.0.0/8", "::1/128"], allowHttp: true, ownOrigin: "http://aviso.test" };
const sender = createSender(policy);
let receiver: ReceiverServer;

beforeAll(async () => void (receiver = await startReceiver()));
beforeEach(() => void (receiver.answer = (_request, response) => void response.end("ok")));
afterAll(async () => {
  await receiver.close();
  await sender.destroy();
});

const post = (url = receiver.url, timeoutMs = 5_000) => sender.send({ url, headers: { "content-type": "application/json" }, body: "{}", timeoutMs });

test("a new connection's time parts are the try's own, and an open connection has none", async () => {
  const named = receiver.url.replace("127.0.0.1", "localhost");
  const first = await post(named);
  expect(first).toMatchObject({ failureKind: null, responseStatus: 200, remoteAddress: "127.0.0.1", tlsMs: null });
  expect(first.dnsMs).toBeGreaterThan(0);
  const parts = [first.dnsMs, first.connectMs, first.firstByteMs, first.downloadMs].map((ms) => ms!);
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
  expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(first.durationMs);
  // The connection is free again a moment after the answer's last byte.
  await new Promise(setImmediate);
  expect(await post(named)).toMatchObject({ dnsMs: null, connectMs: null, remoteAddress: "127.0.0.1" });
});

test("of many tries at once, each new connection is told once", async () => {
  const other = await startReceiver();
  const results = await Promise.all(Array.from({ length: 30 }, () => post(other.url)));
  expect(results.filter((result) => result.connectMs !== null)).toHaveLength(30);
  await other.close();
});

test("of a long answer 64 kB are kept and its size is told; of an endless one the reading ends, and its status says what it is", async () => {
  receiver.answer = (_request, response) => void response.end("é".repeat(50_000));
  expect(await post()).toMatchObject({ failureKind: null, responseBytes: 100_000, responseTruncated: true, responseEncoding: "utf8", responseBody: "é".repeat(32_768) });
  receiver.answer = (_request, response) => {
    const more = (): void => void (response.destroyed || response.write("x".repeat(65_536), () => setImmediate(more)));
    more();
  };
  const endless = await post();
  expect(endless).toMatchObject({ failureKind: null, responseTruncated: true });
  expect(endless.responseBytes).toBeLessThan(2_000_000);
  const inTime = receiver.answer;
  receiver.answer = (request, response) => inTime(request, response.writeHead(500));
  expect(await post()).toMatchObject({ failureKind: "http_status", responseStatus: 500, responseTruncated: true });
});

test("an answer that is no text, or holds NUL, is kept as base64", async () => {
  for (const bytes of [Buffer.from([0xff, 0xfe, 1]), Buffer.from("a\0b")]) {
    receiver.answer = (_request, response) => void response.end(bytes);
    expect(await post()).toMatchObject({ responseEncoding: "base64", responseBody: bytes.toString("base64") });
  }
});

test("each way to fail has its kind", async () => {
  receiver.answer = (_request, response) => void response.writeHead(503, { "retry-after": "7" }).end();
  expect(await post()).toMatchObject({ failureKind: "http_status", responseStatus: 503 });
  receiver.answer = (_request, response) => void response.socket!.resetAndDestroy();
  expect(await post()).toMatchObject({ failureKind: "connection_reset", responseStatus: null });
  receiver.answer = () => undefined;
  expect(await post(receiver.url, 100)).toMatchObject({ failureKind: "timeout_response", responseStatus: null });
  receiver.answer = (_request, response) => void response.writeHead(200).write("half");
  expect(await post(receiver.url, 100)).toMatchObject({ failureKind: "timeout_response", responseStatus: 200, responseBody: "half" });
  const speechless = createTcpServer((socket) => void socket.on("error", () => undefined).resume().end("SSH-2.0-x\r\n")).listen(0, "127.0.0.1");
  await once(speechless, "listening");
  const { port } = speechless.address() as AddressInfo;
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ failureKind: "protocol" });
  await new Promise((done) => speechless.close(done));
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ failureKind: "connection_refused", remoteAddress: "127.0.0.1" });
  expect(await post("http://no-such-name.invalid/")).toMatchObject({ failureKind: "dns" });
});

test("what does not speak TLS at an https:// address is a failure of TLS", async () => {
  expect(await post(receiver.url.replace("http:", "https:"))).toMatchObject({ failureKind: "tls", responseStatus: null });
});

test("a name that leads to a refused address is refused, also beside an allowed one and for Aviso's own origin elsewhere", async () => {
  const before = receiver.requests.length;
  const strict = createSender({ ...policy, allowedRanges: [], ownOrigin: new URL(receiver.url).origin });
  const named = receiver.url.replace("127.0.0.1", "localhost");
  for (const url of [named, receiver.url, named.replace("localhost", "[::ffff:127.0.0.1]"), receiver.url.replace("/hook", "/r/../hook"), receiver.url.replace("/hook", "/api/v1/events")]) {
    expect(await strict.send({ url, headers: {}, body: "{}", timeoutMs: 1_000 }), url).toMatchObject({ failureKind: "blocked_address", responseStatus: null });
  }
  expect(receiver.requests).toHaveLength(before);
  expect(await strict.send({ url: receiver.url.replace("/hook", "/r/token"), headers: {}, body: "{}", timeoutMs: 1_000 })).toMatchObject({ failureKind: null });
  await strict.close();
});

test("the rules are applied again when sending: scheme, user information, port", async () => {
  const strict = createSender({ ...policy, allowHttp: false });
  expect(await strict.send({ url: "https://example.com:25/", headers: {}, body: "{}", timeoutMs: 1_000 })).toMatchObject({ failureKind: "blocked_port", responseStatus: null });
  expect(await strict.send({ url: receiver.url, headers: {}, body: "{}", timeoutMs: 1_000 })).toMatchObject({ failureKind: "https_only", responseStatus: null });
  for (const url of ["https://u:p@example.com/", "ftp://example.com/"]) {
    expect(await strict.send({ url, headers: {}, body: "{}", timeoutMs: 1_000 }), url).toMatchObject({ failureKind: "blocked_address" });
  }
  expect(await strict.send({ url: "no address", headers: {}, body: "{}", timeoutMs: 1_000 })).toMatchObject({ failureKind: "protocol" });
  await strict.close();
});
