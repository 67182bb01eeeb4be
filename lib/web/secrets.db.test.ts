import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readId, showId } from "@/lib/domain/ids";
import { newSecret } from "@/lib/domain/signature";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { logIn } from "@/lib/services/people/log-in";
import { setUpOwner } from "@/lib/services/people/set-up-owner";
import { createReceiver } from "@/lib/services/receivers/create";
import { createSubscription } from "@/lib/services/subscriptions/create";
import { saveDraft } from "@/lib/services/subscriptions/drafts";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { type ReceiverServer, startReceiver } from "@/lib/testing/receiver-server";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;
const ROUTES = import.meta.glob<Record<string, Handler>>(["/app/api/**/route.ts", "/app/metrics/route.ts", "/app/r/**/route.ts", "!/app/api/auth/**"]);

/** Secrets as nobody else has them, so that any place where one turns up is a leak. */
const planted: Record<string, string> = {
  signingSecret: newSecret(), draftSecret: "drafted-value-5d1f0a", headerValue: "header value/7c93+e1=ü", hottok: "hottok+3f/8b21", password: "correct horse 91ba staple", wrongPassword: "wrong horse 77e0 staple", smtpPassword: "smtp-pass-2ac4", databasePassword: "db-pass-86d3", sessionCookie: "session-cookie-e07b", wrongKey: "avk_wrong-key-44f1",
};
const policy = { allowedRanges: ["127.0.0.0/8"], allowHttp: true, ownOrigin: "http://aviso.test" };

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let receiver: ReceiverServer;
/** Everything that the processes print. */
let printed = "";

beforeAll(async () => {
  [database, receiver] = await Promise.all([createTestDatabase(), startReceiver()]);
  ctx = await createWorkspace(database.db);
  const key = await createApiKey({ ctx, input: { name: "test" } });
  planted.apiKey = key.key;
  for (const [name, value] of Object.entries({ DATABASE_URL: database.url, AVISO_SECRET_KEY: ctx.secretKey.toString("base64"), AVISO_LIMIT_API: "0", AVISO_ALLOWED_RANGES: "127.0.0.0/8", AVISO_ALLOW_HTTP: "1" })) vi.stubEnv(name, value);
  planted.secretKey = ctx.secretKey.toString("base64");
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, "write").mockImplementation((...call: unknown[]) => {
      printed += String(call[0]);
      return write(...(call as Parameters<typeof write>));
    });
  }
  for (const name of ["log", "warn", "error"] as const) vi.spyOn(console, name).mockImplementation((...values) => void (printed += `${values.map((value) => (value instanceof Error ? `${value.stack} ${JSON.stringify(value)}` : String(value))).join(" ")}\n`));
});
afterAll(async () => {
  vi.restoreAllMocks();
  const { getRuntime } = await import("./runtime");
  await Promise.all([getRuntime().db.$disconnect(), receiver.close()]);
  vi.unstubAllEnvs();
  await database.close();
});

async function call(file: string, method: string, init: { body?: string; headers?: [string, string][]; params?: Record<string, string>; query?: string } = {}): Promise<string> {
  const handlers = await ROUTES[`/app${file}/route.ts`]!();
  const headers = new Headers([["authorization", `Bearer ${planted.apiKey}`], ...(init.body === undefined ? [] : [["content-type", "application/json"] as [string, string]]), ...(init.headers ?? [])].reduce<[string, string][]>((all, [name, value]) => [...all.filter(([other]) => other !== name), [name!, value!]], []));
  const request = new Request(`http://aviso.test${file}${init.query ?? ""}`, { method, headers, ...(init.body === undefined ? {} : { body: init.body }) });
  const response = await handlers[method]!(request, { params: Promise.resolve(init.params ?? {}) });
  return `${JSON.stringify([...response.headers])}\n${await response.text()}`;
}

/** Runs a worker process until it has done something, and keeps what it prints. */
async function runWorker(env: Record<string, string>, isDone: () => Promise<boolean>): Promise<void> {
  const child = spawn("node_modules/.bin/tsx", ["lib/worker/main.ts"], { env: { ...process.env, LOG_LEVEL: "debug", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const ended = once(child, "exit");
  await expect.poll(async () => child.exitCode !== null || (await isDone()), { timeout: 20_000, interval: 100 }).toBe(true);
  child.kill("SIGTERM");
  await ended;
}

async function dumpDatabase(): Promise<string> {
  const tables = await ctx.db.$queryRaw<{ name: string }[]>`SELECT quote_ident(relname) AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace`;
  expect(tables.length).toBeGreaterThan(25);
  const texts = await Promise.all(tables.map(({ name }) => ctx.db.$queryRawUnsafe<{ text: string | null }[]>(`SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`)));
  return texts.map(([row]) => row!.text ?? "").join("\n");
}

/** The planted secrets that stand in a text, also as the usual encodings write them. */
function leaksIn(text: string): string[] {
  return Object.entries(planted).filter(([, secret]) => {
    const bare = secret.replace(/^whsec_/, "");
    return [bare, encodeURIComponent(bare), new URLSearchParams({ "": bare }).toString().slice(1), JSON.stringify(bare).slice(1, -1), Buffer.from(bare).toString("base64").replace(/=+$/, "").slice(0, -1), Buffer.from(bare).toString("hex")].some((form) => text.includes(form));
  }).map(([name]) => name);
}

test("no planted secret stands in the database, the logs, an answer, an export, a document or a stored attempt", { timeout: 90_000 }, async () => {
  const owner = await setUpOwner({ db: ctx.db, input: { name: "Ana", email: "ana@example.com", password: planted.password!, workspaceName: "Other" } });
  if (owner.outcome !== "created") throw new Error("not set up");
  const person: Ctx = { ...ctx, actor: { kind: "user", id: owner.userId, name: "Ana" } };
  expect((await logIn({ db: ctx.db, input: { email: "ana@example.com", password: planted.password!, address: "198.51.100.1" } })).outcome).toBe("welcome");
  await logIn({ db: ctx.db, input: { email: "ana@example.com", password: planted.wrongPassword!, address: "198.51.100.1" } });
  await saveDraft({ ctx: person, input: { id: null, step: 1, values: {
    name: "Draft", url: "", allProducts: true, products: [], allEventTypes: true, eventTypes: [], hasFilter: false, match: "all", clauses: [], format: "json_v2", headers: [{ name: "x-api-key", value: planted.draftSecret!, isStored: false }],
    hotmartCompatible: true, hottok: planted.draftSecret!, timeoutSec: "15", maxInFlight: "10", maxAttempts: "8" } } });

  // One receiver is gone, which disables its subscription and makes a mail; another says back all that it was sent.
  receiver.answer = (request, response) => void (request.path.includes("gone") ? response.writeHead(410).end() : response.writeHead(200, { "x-said": String(request.headers["x-custom"]) }).end(`${JSON.stringify(request.headers)}\n${request.body}`));
  const shared = { headers: [{ name: "X-Custom", value: planted.headerValue! }, { name: "Authorization", value: `Bearer ${planted.headerValue}` }], hotmartCompatible: true, hottok: planted.hottok!, format: "form_v1" as const };
  const made = await Promise.all([receiver.url, receiver.url.replace("hook", "gone")].map((url, index) => createSubscription({ ctx, policy, input: { name: `Sends ${index}`, url, ...shared }, secret: planted.signingSecret! })));
  await ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { name: "Test" } });
  await ctx.db.member.create({ data: { workspaceId: ctx.workspaceId, userId: owner.userId, role: "owner" } });
  await call("/api/v1/events", "POST", { body: JSON.stringify({ event: "PURCHASE_APPROVED", data: { purchase: { transaction: "HP1" } } }) });
  const smtp = `smtp://aviso:${planted.smtpPassword}@127.0.0.1:9`;
  await runWorker({ AVISO_SMTP_URL: smtp }, async () => (await ctx.db.attempt.count()) === 2 && printed.includes("127.0.0.1:9"));
  const withPassword = Object.assign(new URL(database.url), { password: planted.databasePassword, port: "9" }).href;
  await runWorker({ DATABASE_URL: withPassword }, async () => printed.includes("could not keep house"));

  // The same request at Aviso's own receiver, opened by a person in a browser and called with a password.
  const own = await createReceiver({ ctx: person, input: { name: "Inbox" } });
  await createSubscription({ ctx, policy: { ...policy, ownOrigin: ctx.origin }, input: { name: "Own", url: own.url, ...shared, eventTypes: ["SWITCH_PLAN"] }, secret: planted.signingSecret! });
  const sent = receiver.requests.find(({ path }) => path === "/hook")!;
  expect([sent.headers["x-custom"], sent.headers["x-hotmart-hottok"], new URLSearchParams(sent.body).get("hottok")]).toEqual([Buffer.from(planted.headerValue!, "latin1").toString("latin1"), planted.hottok, planted.hottok]);
  const copied = Object.entries(sent.headers).filter(([name]) => !["host", "connection", "content-length"].includes(name)) as [string, string][];
  await call("/r/[token]", "POST", { params: { token: own.token }, body: sent.body, headers: [...copied, ["cookie", `aviso.session=${planted.sessionCookie}`]] });
  expect(await ctx.db.receiverRequest.findFirst({ select: { signature: true } })).toEqual({ signature: "valid" });

  const [delivery] = await ctx.db.delivery.findMany({ where: { subscriptionId: readId("subscription", made[0]!.id)! } });
  const subscription = { params: { id: made[0]!.id } };
  // Whatever can be asked for without an id: lists, the document, health, figures.
  const lists = await Promise.all(Object.keys(ROUTES).filter((file) => !file.includes("[")).map(async (file) => ("GET" in (await ROUTES[file]!()) ? call(file.slice("/app".length, -"/route.ts".length), "GET") : "")));
  expect(lists.filter(Boolean).length).toBeGreaterThan(8);
  const answers = await Promise.all([
    call("/api/v1/events/[eventId]", "GET", { params: { eventId: showId("event", delivery!.eventId) } }), call("/api/v1/deliveries/[deliveryId]", "GET", { params: { deliveryId: showId("delivery", delivery!.id) } }),
    call("/api/v1/subscriptions/[id]", "GET", subscription), call("/api/v1/subscriptions/[id]", "PATCH", { ...subscription, body: JSON.stringify({ headers: [{ name: "X-Custom" }], name: "Renamed" }) }),
    ...["csv", "ndjson"].map((format) => call("/api/v1/events/export", "GET", { query: `?format=${format}` })),
    // Errors say nothing back of what they were given.
    call("/api/v1/events", "POST", { body: "{", headers: [["x-custom", planted.headerValue!]] }),
    call("/api/v1/events", "POST", { body: "{}", headers: [["authorization", `Bearer ${planted.wrongKey}`]] }),
    call("/api/v1/subscriptions", "POST", { body: JSON.stringify({ name: "", url: "https://crm.example.com", headers: [{ name: "bad name", value: `${planted.headerValue}\n` }], hottok: `${planted.hottok} ` }) }),
  ]);
  expect(answers.every((text) => text.length > 50)).toBe(true);
  const places = { answers: [...lists, ...answers].join("\n"), database: await dumpDatabase(), logs: printed };
  expect(answers[3]).toContain("Renamed");
  expect(places.database.includes("Renamed"), "the dump holds what is stored").toBe(true);
  expect(Object.fromEntries(Object.entries(places).map(([place, text]) => [place, leaksIn(text)]))).toEqual({ answers: [], database: [], logs: [] });

  // Only on demand, and that is written down.
  expect(leaksIn(await call("/api/v1/subscriptions/[id]/secret", "GET", subscription))).toEqual(["signingSecret", "hottok"]);
  expect(await call("/api/v1/audit-log", "GET")).toContain("secret.revealed");
});
