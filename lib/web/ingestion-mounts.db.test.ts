import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { POST } from "@/app/api/v1/events/route";
import { createDb, type Db } from "@/lib/db/client";
import { readId } from "@/lib/domain/ids";
import { createApiKey } from "@/lib/services/api-keys/create";
import { revokeApiKey } from "@/lib/services/api-keys/revoke";
import type { Ctx } from "@/lib/services/context";
import { BAD_EVENTS } from "@/lib/testing/bad-events";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { countSecond } from "./body-budget";
import { guardRequest } from "./front/guard-request";
import { serveIngestion } from "./front/serve-ingestion";
import { createRateLimiter } from "./rate-limit";
import type { RouteRuntime } from "./run-as-key";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  key = (await createApiKey({ ctx, input: { name: "k", scope: "ingest" } })).key;
});
afterAll(() => database.close());

type Serve = (request: IncomingMessage, response: ServerResponse, runtime: () => RouteRuntime) => Promise<void>;

/** What Next does around a route handler: a web request in, a web response out. */
const throughRoute: Serve = async (incoming, outgoing, runtime) => {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const request = new Request(`http://localhost${incoming.url}`, { method: "POST", headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } as RequestInit);
  // The route takes the process's own.
  (globalThis as Record<symbol, unknown>)[Symbol.for("aviso.runtime")] = runtime();
  const response = await POST(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()));
};

const MOUNTS: [string, Serve][] = [["on the server itself", serveIngestion], ["as Next's route handler", throughRoute]];

describe.each(MOUNTS)("ingestion %s", (mount, serve) => {
  let server: Server;
  let port: number;
  let runtime: RouteRuntime;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (guardRequest(request, response, { origin: "https://aviso.example", proxies: 0 }, false)) void serve(request, response, () => runtime).catch(() => response.destroy());
  };
  beforeAll(async () => {
    runtime = { db: ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin } };
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });

  const post = async (body: string | Uint8Array, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, { method: "POST", body: body as BodyInit, headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers } });
    return { status: response.status, headers: response.headers, json: (await response.json()) as Record<string, unknown> };
  };
  const count = () => ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } });

  test.each(BAD_EVENTS)("$what is $status, as a problem with a request id and what to do", async ({ status, body, headers, path }) => {
    const before = await count();
    const answered = await post(body, headers);
    expect(answered.json).toMatchObject({ status, requestId: expect.any(String), fix: expect.any(String), ...(path ? { issues: [expect.objectContaining({ path })] } : {}) });
    expect([answered.status, answered.headers.get("content-type"), answered.headers.get("x-request-id")]).toEqual([status, "application/problem+json", answered.json.requestId]);
    expect(await count()).toBe(before);
  });

  test("an event is 202, its repetition 200, a batch 202 for each item, with security headers and a request id", async () => {
    const event = JSON.stringify({ event: "X", id: `${mount} a`, data: { n: 1 } });
    const first = await post(event);
    expect([first.status, first.json]).toEqual([202, { outcome: "accepted", id: expect.stringMatching(/^evt_/), deliveries: 0 }]);
    expect(first.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    for (const name of ["content-security-policy", "x-content-type-options", "x-frame-options", "strict-transport-security"]) expect(first.headers.get(name), name).toBeTruthy();
    expect(await post(event)).toMatchObject({ status: 200, json: { outcome: "duplicate", id: first.json.id } });
    expect(await post(`[${event},{}]`, { "idempotency-key": mount })).toMatchObject({ status: 202, json: { results: [{ outcome: "duplicate" }, { outcome: "rejected", problem: { status: 422 } }] } });
  });

  test("a revoked key, a key that asks too often and a database that is away have their answers", async () => {
    const made = await createApiKey({ ctx, input: { name: "r", scope: "ingest" } });
    await revokeApiKey({ ctx, input: { id: made.id } });
    expect((await post("{}", { authorization: `Bearer ${made.key}` })).status).toBe(401);
    const lost: Db = createDb("postgresql://postgres@127.0.0.1:1/none");
    runtime = { ...runtime, db: lost };
    expect(await post('{"event":"X","data":{}}').then(({ status, headers }) => [status, headers.get("retry-after")])).toEqual([503, "5"]);
    runtime = { ...runtime, db: ctx.db, rateLimiter: createRateLimiter({ ingest: 1, api: 0, address: 0 }) };
    const statuses = [];
    for (let n = 0; n < 10; n++) statuses.push((await post("{}")).status);
    expect(statuses).toEqual(Array(10).fill(422));
    const refused = await post("{}");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^([1-9]|10)$/)]);
    runtime = { db: ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin } };
    await lost.$disconnect();
  });

  const head = (more: string) => `POST /api/v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;
  const whole = (body: string) => `${head(`content-length: ${Buffer.byteLength(body)}`)}${body}`;

  test("requests that come one after the other, or at once, on one connection are answered in their order", async () => {
    const line = open(port);
    line.socket.write([1, 2, 3].map((n) => whole(`{"event":"X","data":{},"id":"${mount} ${n}"}`)).join(""));
    await line.until((text) => text.split("HTTP/1.1 202").length === 4);
    line.socket.write(whole(`{"event":"X","data":{},"id":"${mount} 2"}`));
    await line.until((text) => text.includes("HTTP/1.1 200"));
    const ids = [...line.text().matchAll(/"id":"(evt_\w+)"/g)].map(([, id]) => id!);
    expect(ids[3]).toBe(ids[1]);
    const stored = await Promise.all(ids.slice(0, 3).map((id) => ctx.db.event.findFirstOrThrow({ where: { id: readId("event", id)! } })));
    expect(stored.map((event) => event.externalId)).toEqual([1, 2, 3].map((n) => `${mount} ${n}`));
    line.socket.destroy();
  });

  test("a body may come in chunks, drop by drop", async () => {
    const line = open(port);
    line.socket.write(head("transfer-encoding: chunked"));
    const data = '{ "big":12345678901234567890,"é":1.0 }';
    for (const part of [`{"event":"X","id":"${mount} chunks","da`, `ta":${data.slice(0, 20)}`, data.slice(20), "}"]) {
      line.socket.write(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`);
      await new Promise((sent) => setImmediate(sent));
    }
    line.socket.write("0\r\n\r\n");
    await line.until((text) => text.includes('"accepted"'));
    const { body } = await ctx.db.event.findFirstOrThrow({ where: { externalId: `${mount} chunks` } });
    expect(body.endsWith(`"data":${data}}`)).toBe(true);
    line.socket.destroy();
  });

  test("one key that begins much and ends nothing has its own share of the room; another key's batch is taken at once", async () => {
    const other = (await createApiKey({ ctx, input: { name: "o", scope: "ingest" } })).key;
    const size = 5 * 1024 * 1024;
    const held = Array.from({ length: 27 }, () => {
      const line = open(port);
      line.socket.write(`${head(`content-length: ${size}`)}[${" ".repeat(size - 2)}`);
      return line;
    });
    await Promise.race(held.map(({ closed }) => closed));
    const answered = await post(`[{"event":"X","data":{}}${" ".repeat(size - 26)}]`, { authorization: `Bearer ${other}` });
    expect([answered.status, answered.json]).toEqual([202, { results: [expect.objectContaining({ outcome: "accepted" })] }]);
    await expect.poll(() => held.filter(({ socket }) => !socket.destroyed).length, { timeout: 10_000 }).toBe(3);
    for (const { socket } of held) socket.destroy();
    await expect.poll(() => post(`[{"event":"X","data":{}}${" ".repeat(size - 26)}]`).then(({ status }) => status, () => null)).toBe(202);
  });

  test("a body that comes in drops is broken off", async () => {
    const line = open(port);
    line.socket.write(`${head("content-length: 1000")}{`);
    const timer = setInterval(() => line.socket.write(" "), 20);
    await expect.poll(() => { countSecond(); return line.text() !== "" || line.socket.destroyed; }, { timeout: 10_000 }).toBe(true);
    await line.closed;
    clearInterval(timer);
    // Read through Next, the body ends with its connection.
    if (serve === serveIngestion) expect(line.text()).toMatch(/^HTTP\/1\.1 408 [^]*"code":"too_slow"/);
  });

  test("an upload that breaks off stores nothing, and the next one is served", async () => {
    const before = await count();
    const line = open(port);
    line.socket.write(`${head("content-length: 1000")}{"event":"X","data":{`);
    await new Promise<void>((resolve) => server.once("request", () => resolve()));
    line.socket.destroy();
    expect((await post('{"event":"X","data":{}}')).status).toBe(202);
    expect(await count()).toBe(before + 1);
  });
});

describe("on the server itself", () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    const runtime = () => ({ db: ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin } });
    server = createServer((request, response) => void serveIngestion(request, response, runtime));
    server.on("checkContinue", (request, response) => void serveIngestion(request, response, runtime, true));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const head = (auth: string, more: string) => `POST /api/v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${auth}\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;

  test("who asks first (Expect: 100-continue) is told to go on, or refused before having sent anything", async () => {
    const body = '{"event":"X","data":{}}';
    const welcome = open(port);
    welcome.socket.write(head(key, `expect: 100-continue\r\ncontent-length: ${body.length}`));
    await welcome.until((text) => text.includes("HTTP/1.1 100 Continue"));
    welcome.socket.write(body);
    await welcome.until((text) => text.includes("HTTP/1.1 202"));
    for (const [auth, length, status] of [["avk_wrong", 20, 401], [key, 6 * 1024 * 1024, 413]] as const) {
      const refused = open(port);
      refused.socket.write(head(auth, `expect: 100-continue\r\ncontent-length: ${length}`));
      await refused.closed;
      expect(refused.text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(refused.text()).not.toContain("100 Continue");
    }
    welcome.socket.destroy();
  });

  test("who is over their share is told so, and when to come again", async () => {
    const size = 5 * 1024 * 1024;
    const lines = Array.from({ length: 4 }, () => open(port));
    for (const { socket } of lines) socket.write(`${head(key, `content-length: ${size}`)}[${" ".repeat(size - 2)}`);
    await Promise.race(lines.map(({ closed }) => closed));
    const refused = lines.filter(({ text }) => text() !== "");
    expect(refused.map(({ text }) => text())).toEqual([expect.stringMatching(/^HTTP\/1\.1 503 [^]*retry-after: 5\r\n[^]*"detail":"You are sending too much at once\."/)]);
    for (const { socket } of lines) socket.destroy();
  });

  test("an upload without end is answered with 413 while it is sent, and cut off soon after", async () => {
    const line = open(port);
    line.socket.write(head(key, "transfer-encoding: chunked"));
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    const pump = () => { while (!line.socket.destroyed && line.socket.write(chunk)); };
    line.socket.on("drain", pump);
    pump();
    await line.until((text) => text.includes("The body is over 262144 bytes."));
    await line.closed;
    expect(line.text()).toMatch(/^HTTP\/1\.1 413 /);
  });
});

/** A connection on which a test writes what it likes. */
function open(port: number): { socket: Socket; text(): string; until(isIt: (text: string) => boolean): Promise<void>; closed: Promise<void> } {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  let notice = () => undefined as void;
  socket.setEncoding("latin1").on("data", (part: string) => { text += part; notice(); });
  // A reset is one of the ways to be cut off.
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => { notice(); resolve(); }));
  const until = async (isIt: (text: string) => boolean) => {
    while (!isIt(text)) {
      if (socket.destroyed) throw new Error(`The connection ended after: ${text.slice(0, 500)}`);
      await new Promise<void>((resolve) => (notice = resolve));
    }
  };
  return { socket, text: () => text, until, closed };
}
