import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { createApiKey } from "@/lib/services/api-keys/create";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { ASKED_RUNS, SEED } from "@/lib/testing/fuzz-runs";
import { guardRequest } from "../front/guard-request";
import { createLimitedServer } from "../front/limit-server";
import { serveIngestion } from "../front/serve-ingestion";
import { ingestRoute } from "../ingest-route";
import { runRoute } from "../run-route";
import { jsonText, NASTY_BODIES, NASTY_VALUES, nastyText, objectText } from "./nasty";

const RUNS = ASKED_RUNS ?? 300;
/** One after the other they wait for the database most of the time; together they also share its statements, as in life. */
const AT_ONCE = 20;
/** Who waits as told, and is told the same again and again, meets a fault and no pause. */
const MOST_TRIES = 5;
const manyAtOnce = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: AT_ONCE, maxLength: AT_ONCE });
const LONG_MS = 60_000 + RUNS * 60;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let key: string;
let server: Server;
const runtime = () => ({ db: ctx.db, secretKey: ctx.secretKey, settings: { origin: ctx.origin } });
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  key = (await createApiKey({ ctx, input: { name: "fuzz", scope: "ingest" } })).key;
  server = createLimitedServer({ proxies: 0 }, (request, response) => {
    if (guardRequest(request, response, { origin: ctx.origin, proxies: 0 }, false)) void serveIngestion(request, response, runtime);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
});
const port = () => (server.address() as AddressInfo).port;

/** Both mounts take turns: a connection to the server's own, and the handler that Next calls. */
const MOUNTS: ((init: RequestInit) => Promise<Response>)[] = [
  (init) => fetch(`http://127.0.0.1:${port()}/api/v1/events`, init),
  (init) => runRoute(runtime, "event.ingest", ingestRoute, new Request("http://localhost/api/v1/events", init), {}),
];
let turn = 0;

interface Answer { status: number; json: { id?: string; outcome?: string; requestId?: string; detail?: string; results?: { id?: string; outcome: string }[] } }

async function post(body: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const response = await MOUNTS[turn++ % 2]!({ method: "POST", body, headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers } });
    const json = (await response.json()) as Answer["json"];
    if (response.status >= 400) expect(response.headers.get("content-type")).toBe("application/problem+json");
    if (response.status !== 503 || tried === MOST_TRIES) return { status: response.status, json };
    // On a machine that has much else to do Aviso may ask for a pause, as it asks senders: the same must be answered well after it.
    console.warn("asked to come again:", json.detail);
    await wait(Number(response.headers.get("retry-after")) * 1_000);
  }
}

const REFUSALS = [400, 413, 415, 422];

/** What was accepted is stored with the very bytes that were sent as `data`. */
async function expectKept(id: string | undefined, data: string): Promise<void> {
  const { body } = await ctx.db.event.findFirstOrThrow({ where: { id: readId("event", id ?? "")! }, select: { body: true } });
  expect(body.slice(body.indexOf(',"data":') + 8, -1)).toBe(data);
  expect(() => JSON.parse(body) as unknown).not.toThrow();
}

async function expectSafe({ status, json }: Answer, data: string): Promise<void> {
  if (status === 202) return expectKept(json.id, data);
  // A repeated id: nothing was stored.
  if (status === 200) return void expect(json.outcome).toBe("duplicate");
  expect(REFUSALS).toContain(status);
  expect(json.requestId).toEqual(expect.any(String));
}

test("what is no event is refused with a reason, never with a 500", async () => {
  for (const body of NASTY_BODIES) {
    const { status, json } = await post(body);
    expect(REFUSALS, body.slice(0, 80)).toContain(status);
    expect(json.requestId).toEqual(expect.any(String));
  }
});

test("each nasty value arrives in the store byte for byte, or is refused", async () => {
  for (const value of NASTY_VALUES) {
    const data = `{ "v" : ${value} }`;
    await expectSafe(await post(`{"event":"NASTY","data":${data}}`), data);
    const product = `{"product":{"id":${value},"ucode":${value},"name":${value}},"buyer":{"email":${value}},"purchase":{"transaction":${value}}}`;
    await expectSafe(await post(`{"event":"NASTY","data":${product}}`), product);
  }
});

const eventType = fc.oneof({ weight: 5, arbitrary: fc.constantFrom("PURCHASE_APPROVED", "SWITCH_PLAN", "own.type-1") }, { weight: 1, arbitrary: nastyText });
const member = (name: string, value: fc.Arbitrary<string>) => fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: value.map((text) => `"${name}":${text},`) });
const event = fc
  .tuple(eventType.map((text) => JSON.stringify(text)), member("id", fc.oneof(nastyText.map((text) => JSON.stringify(text)), jsonText)), member("product", fc.oneof(nastyText.map((text) => JSON.stringify(text)), jsonText)),
    member("creation_date", fc.oneof(fc.constantFrom("1763474531000", '"2026-11-20T10:00:00Z"'), jsonText)), member("extra", jsonText), objectText, fc.boolean())
  .map(([type, id, product, date, extra, data, dataFirst]) => ({ data, text: dataFirst ? `{"data":${data},${id}${product}${date}${extra}"event":${type}}` : `{${extra}${date}${product}${id}"event":${type},"data":${data}}` }));

test(`${RUNS} invented events: no 5xx, no changed byte, also in batches`, { timeout: LONG_MS }, async () => {
  await fc.assert(fc.asyncProperty(manyAtOnce(event), async (events) => {
    await Promise.all(events.map(async ({ data, text }) => expectSafe(await post(text), data)));
  }), { ...SEED, numRuns: Math.ceil(RUNS / AT_ONCE) });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
      const { status, json } = await post(`[${events.map(({ text }) => text).join(" ,\n")}]`);
      // A text that is no JSON sinks the whole body; there is none here, but one nested too deep or too large may be.
      if (status !== 202) return void expect(REFUSALS).toContain(status);
      expect(json.results).toHaveLength(events.length);
      for (const [at, result] of json.results!.entries()) if (result.outcome === "accepted") await expectKept(result.id, events[at]!.data);
    }),
    { ...SEED, numRuns: Math.ceil(RUNS / 10) },
  );
});

test("bytes that are anything at all are refused with a reason", { timeout: LONG_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(manyAtOnce(fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.stringMatching(/^[\x21-\x7e]{0,40}$/))), async (bodies) => {
      const answers = await Promise.all(bodies.map(([bytes, idempotencyKey]) => post(bytes, idempotencyKey === "" ? {} : { "idempotency-key": idempotencyKey })));
      for (const { status } of answers) expect(REFUSALS).toContain(status);
    }),
    { ...SEED, numRuns: Math.ceil(RUNS / 5 / AT_ONCE) },
  );
});

test("whatever comes over a connection is answered with a reason or hung up on, and the next one is served", { timeout: LONG_MS }, async () => {
  const line = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(`authorization: Bearer ${key}`, "content-type: application/json", "content-length: 30", "content-length: 5", "content-length: -1", "transfer-encoding: chunked", "expect: 100-continue", "connection: upgrade", "host: b") }, { weight: 1, arbitrary: nastyText });
  const head = fc.oneof({ weight: 6, arbitrary: fc.constant("POST /api/v1/events HTTP/1.1") }, { weight: 1, arbitrary: fc.oneof(nastyText, nastyText.map((text) => `POST ${text} HTTP/1.1`), nastyText.map((text) => `POST /api/v1/events?${text} HTTP/1.1`)) });
  const rest = fc.oneof(fc.constantFrom('{"event":"RAW","data":{"a":1}}', "0\r\n\r\n", "5\r\n{\"a\"\r\n"), nastyText, objectText);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(head, fc.array(line, { maxLength: 6 }), rest), { minLength: AT_ONCE, maxLength: AT_ONCE }), async (requests) => void (await Promise.all(requests.map(async ([first, lines, body]) => {
      // A reset is one of the ways to be hung up on.
      const socket = connect(port(), "127.0.0.1").on("error", () => undefined);
      const closed = new Promise((resolve) => socket.once("close", resolve));
      let answer = "";
      socket.setEncoding("latin1").on("data", (part: string) => (answer += part));
      socket.end([first, "host: a", ...lines, "", body].join("\r\n"));
      await closed;
      for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)) expect(Number(status), `${first} ${answer.slice(0, 300)}`).toBeLessThan(500);
    })))),
    { ...SEED, numRuns: Math.ceil(RUNS / 5 / AT_ONCE) },
  );
  expect((await post('{"event":"RAW","data":{}}')).status).toBe(202);
});
