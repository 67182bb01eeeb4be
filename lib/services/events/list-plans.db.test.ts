import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, showId, uuidFloor } from "@/lib/domain/ids";
import { listApiKeys } from "@/lib/services/api-keys/list";
import { listAttention } from "@/lib/services/attention/list";
import { listWaitingDeliveries } from "@/lib/services/attention/list-waiting";
import { listAudit } from "@/lib/services/audit/list";
import type { Ctx } from "@/lib/services/context";
import { getDelivery } from "@/lib/services/deliveries/get";
import { listNotices } from "@/lib/services/notices/list";
import { summariseLastDay } from "@/lib/services/overview/last-day";
import { readFirstSteps } from "@/lib/services/overview/read-steps";
import { listProducts } from "@/lib/services/products/list";
import { listRequests } from "@/lib/services/receivers/list-requests";
import { listReplays } from "@/lib/services/replays/list";
import { listReplayItems } from "@/lib/services/replays/list-items";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { createTestDatabase } from "@/lib/testing/database";
import { fillHistory, type FilledHistory } from "@/lib/testing/fill-history";
import { countFacets } from "./count-facets";
import { EventFilters, type EventFiltersInput } from "./filters";
import { findNeighbours } from "./find-neighbours";
import { getEvent } from "./get";
import { listEvents } from "./list";
import { pageOfIds } from "./list-query";
import { listRelated } from "./list-related";
import { listSeenTypes } from "./list-seen-types";
import { eventTimeline } from "./timeline";

const EVENTS = 60_000;
const PAGE = 50;
const workspaceId = newUuid();
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let history: FilledHistory;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.workspace.create({ data: { id: workspaceId, name: "Busy" } });
  history = await fillHistory(database.db, workspaceId, EVENTS, () => undefined);
}, 180_000);
afterAll(() => database.close());

interface Node { "Node Type": string; "Actual Rows": number; "Actual Loops": number; "Rows Removed by Filter"?: number; "Relation Name"?: string; Plans?: Node[] }

/** Every node of the plan that really ran. */
async function planOf(filters: EventFiltersInput, cursor?: string): Promise<Node[]> {
  const query = pageOfIds(workspaceId, EventFilters.parse(filters), { cursor, direction: "older", limit: PAGE }, new Date());
  const [row] = await database.db.$queryRawUnsafe<{ "QUERY PLAN": { Plan: Node }[] }[]>(`EXPLAIN (ANALYZE, FORMAT JSON) ${query.text}`, ...query.values);
  const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return flat(row!["QUERY PLAN"][0]!.Plan).filter((node) => node["Actual Loops"] > 0);
}


/** The rows that a scan looked at. A day without any is read at no cost, by whatever way. */
const readBy = (node: Node) => (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];

const day = () => new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
// How many rows a page may look at beyond those it shows. Without a bound a rare filter would read the whole history.
const CASES: [string, () => EventFiltersInput, number][] = [
  ["nothing", () => ({}), 2],
  ["status", () => ({ status: "failed" }), 2],
  ["response", () => ({ response: "401" }), 2],
  ["response class", () => ({ response: "4xx" }), 20],
  ["failure", () => ({ failure: "timeout_response" }), 2],
  ["event type", () => ({ eventType: "PURCHASE_REFUNDED" }), 2],
  ["day", () => ({ day: day() }), 2],
  ["absolute times", () => ({ from: new Date(Date.now() - 9 * 86_400_000).toISOString(), to: new Date(Date.now() - 8 * 86_400_000).toISOString() }), 2],
  ["buyer", () => ({ search: "buyer77@example.com" }), 4],
  ["product", () => ({ productId: showId("product", history.productIds[0]!) }), 2],
  ["product and event type", () => ({ productId: showId("product", history.productIds[0]!), eventType: "PURCHASE_APPROVED" }), 2],
  // This product never has it: nothing found must not mean everything read.
  ["product and an event type that it never has", () => ({ productId: showId("product", history.productIds[0]!), eventType: "PURCHASE_REFUNDED" }), 2],
  ["subscription", () => ({ subscriptionId: showId("subscription", history.subscriptionIds[2]!) }), 2],
  ["subscription and failure", () => ({ subscriptionId: showId("subscription", history.subscriptionIds[1]!), failure: "http_status" }), 20],
  ["test, when there is none", () => ({ test: "only" }), 2],
  ["resent", () => ({ resent: "yes" }), 4],
  ["not resent", () => ({ resent: "no" }), 4],
  ["resent and failed", () => ({ resent: "yes", status: "failed" }), 4],
  ["not resent and failed", () => ({ resent: "no", status: "failed" }), 4],
  ["resent and a product", () => ({ resent: "yes", productId: showId("product", history.productIds[0]!) }), 4],
  ["resent and a buyer", () => ({ resent: "yes", search: "buyer77@example.com" }), 4],
];

test.each(CASES)("a page by %s reads little more than it shows, by an index, and sorts no more than a page", async (_name, filters, factor) => {
  for (const cursor of [undefined, uuidFloor(Date.now() - 4 * 86_400_000)]) {
    const nodes = await planOf(filters(), cursor);
    const scans = nodes.filter((node) => node["Relation Name"]);
    expect(scans.filter((node) => node["Node Type"] === "Seq Scan" && readBy(node) > 0).map((node) => node["Relation Name"])).toEqual([]);
    const read = scans.reduce((sum, node) => sum + readBy(node), 0);
    expect(read).toBeLessThan((PAGE + 1) * factor + 120);
    for (const node of nodes.filter((node) => node["Node Type"].includes("Sort"))) expect(node["Actual Rows"]).toBeLessThanOrEqual((PAGE + 1) * 3);
  }
});

const ctx = (): Ctx => ({ db: database.db, workspaceId, actor: { kind: "system", name: "test" }, now: () => new Date(), secretKey: Buffer.alloc(32), origin: "http://aviso.test" });

/** What every part of the house sends to the database while something is done. */
async function statementsOf(work: () => Promise<unknown>): Promise<{ text: string; values: unknown[] }[]> {
  const plain = pg.Client.prototype.query;
  const seen: { text: string; values: unknown[] }[] = [];
  pg.Client.prototype.query = function noticed(this: pg.Client, ...args: unknown[]) {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
    const text = typeof first === "string" ? first : first.text;
    if (/^\s*(SELECT|WITH|SET LOCAL)\b/i.test(text)) seen.push({ text, values: (typeof first === "string" ? undefined : first.values) ?? (Array.isArray(second) ? second : []) });
    return Reflect.apply(plain, this, args);
  } as typeof plain;
  await work().finally(() => (pg.Client.prototype.query = plain));
  return seen;
}

/** Fills what other lists show: products, changes, replays with their deliveries, what a receiver got. */
async function fillOtherLists(): Promise<{ replayId: string; receiverId: string }> {
  const [replayId, other] = [newUuid(), newUuid()];
  const receiverIds = Array.from({ length: 10 }, () => newUuid());
  const receiverId = receiverIds[0]!;
  const { db } = database;
  const otherWorkspaceId = (await db.workspace.create({ data: { id: newUuid(), name: "Other" } })).id;
  const id = (n: string, seed: string) => `(lpad(to_hex((extract(epoch FROM now() - interval '1 day') * 1000)::bigint + ${n}), 12, '0') || '7000' || '8' || substr(md5('${seed}' || ${n}), 1, 15))::uuid`;
  await db.receiver.createMany({ data: receiverIds.map((one) => ({ id: one, workspaceId, token: one, name: "R", behaviour: {} })) });
  for (const sql of [
    `INSERT INTO products (id, workspace_id, name, external_id) SELECT ${id("n", "p")}, '${workspaceId}', 'Book ' || md5(n::text), 'x' || n FROM generate_series(1, 3000) AS n`,
    `INSERT INTO audit_log (id, workspace_id, actor_kind, actor_id, actor_name, action, target_id) SELECT ${id("n", "a")}, '${workspaceId}', 'user', CASE WHEN n % 500 = 0 THEN '${other}'::uuid ELSE '${receiverId}'::uuid END, 'Ana', CASE WHEN n % 500 = 0 THEN 'apiKey.created' ELSE 'subscription.changed' END, 'sub_' || n % 300 FROM generate_series(1, 20000) AS n`,
    `INSERT INTO replays (id, workspace_id, filter, from_at, to_at, subscription_ids, targets, include, keep_order, rate_per_sec, retries, planned_count, created_at, created_by, status)
     SELECT CASE WHEN n = 1 THEN '${replayId}'::uuid ELSE ${id("n", "r")} END, '${workspaceId}', '{}', now(), now(), '{}', '[]', '{failed}', false, 10, false, 0, now(), 'Ana', 'done' FROM generate_series(1, 2000) AS n`,
    `INSERT INTO replay_items (replay_id, event_id, subscription_id, product_id, state)
     SELECT r, d.event_id, d.subscription_id, coalesce(d.product_id, d.event_id), CASE WHEN d.status = 'failed' THEN 'failed' ELSE 'delivered' END FROM deliveries d CROSS JOIN unnest(ARRAY['${replayId}', (SELECT id FROM replays WHERE id <> '${replayId}' LIMIT 1)]::uuid[]) AS r WHERE d.event_id >= aviso_uuid_floor(now() - interval '12 days')`,
    `INSERT INTO receiver_requests (id, receiver_id, received_at, method, path, headers, body, body_encoding, body_bytes, signature, answer)
     SELECT ${id("n", "q")}, ('{${receiverIds.join()}}'::uuid[])[1 + n % 10], now() - interval '1 hour', 'POST', '/', '[]', '{}', 'utf8', 2, 'valid', '200' FROM generate_series(1, 5000) AS n`,
    `INSERT INTO notices (id, workspace_id, kind, subscription_id, subscription_name, detail, key, created_at, event_state, mail_state) SELECT ${id("n", "o")}, CASE WHEN n % 10 = 0 THEN '${workspaceId}'::uuid ELSE '${otherWorkspaceId}'::uuid END, 'subscription_down', '${receiverId}', 'CRM', '{}', n::text, now(), 'none', 'none' FROM generate_series(1, 3000) AS n`,
    `INSERT INTO api_keys (id, workspace_id, name, key_hash, key_prefix, created_at) SELECT ${id("n", "k")}, CASE WHEN n % 300 = 0 THEN '${workspaceId}'::uuid ELSE '${otherWorkspaceId}'::uuid END, 'k', n::text, 'avk', now() FROM generate_series(1, 3000) AS n`,
    // As the worker leaves it: no empty counts of what waits.
    `DELETE FROM hourly_counts WHERE outcome = 'waiting' AND count <= 0`,
  ]) await db.$executeRawUnsafe(sql);
  await db.$executeRawUnsafe("VACUUM ANALYZE hourly_counts, products, audit_log, replays, replay_items, receiver_requests, queue, notices, api_keys");
  return { replayId: showId("replay", replayId), receiverId: showId("receiver", receiverId) };
}

test("every other list reads by an index, little more than it shows, and sorts no more than a page", { timeout: 60_000 }, async () => {
  const { replayId, receiverId } = await fillOtherLists();
  const { data: events } = await listEvents({ ctx: ctx(), input: { day: day() } });
  const subscriptionId = showId("subscription", history.subscriptionIds[0]!);
  const eventId = events[0]!.id;
  const deliveryId = events[0]!.deliveries[0]!.id;
  const waiting = await database.db.queueEntry.count({ where: { subscriptionId: history.subscriptionIds[0]! } });
  // With each: how many rows it may read in all its statements, and sort at most.
  const lists: [string, () => Promise<unknown>, number, number][] = [
    ["a subscription's deliveries", () => listEvents({ ctx: ctx(), input: { subscriptionId } }), 1_200, 153],
    ["related events", () => listRelated({ ctx: ctx(), input: { eventId } }), 1_200, 153],
    ["the numbers of what was resent", () => countFacets({ ctx: ctx(), input: { resent: "yes" } }), 5_000, 2_000],
    // Without one that was resent it reads no more than the index says, and asks for no plan of 60 days times 60.
    ["the numbers beside the filters", () => countFacets({ ctx: ctx(), input: {} }), 5_000, 2_000],
    ["the bars of a buyer", () => eventTimeline({ ctx: ctx(), input: { search: "buyer77@example.com" } }), 1_200, 153],
    ["the bars of what was resent", () => eventTimeline({ ctx: ctx(), input: { resent: "yes" } }), 5_000, 2_000],
    ["an event", () => getEvent({ ctx: ctx(), input: { eventId } }), 60, 10],
    ["a delivery", () => getDelivery({ ctx: ctx(), input: { deliveryId } }), 60, 10],
    ["subscriptions", () => listSubscriptions({ ctx: ctx() }), 3_000, 153],
    ["notices", () => listNotices({ ctx: ctx() }), 400, 51],
    ["API keys", () => listApiKeys({ ctx: ctx(), input: {} }), 200, 100],
    ["event types that came", () => listSeenTypes({ ctx: ctx() }), 200, 20],
    ["the last day", () => summariseLastDay({ ctx: ctx() }), 5_000, 20],
    ["how far a workspace has come", () => readFirstSteps({ ctx: ctx() }), 300, 20],
    ["neighbours", () => findNeighbours({ ctx: ctx(), input: { eventId, status: "failed" } }), 200, 153],
    ["a replay's items", () => listReplayItems({ ctx: ctx(), input: { replayId } }), 400, 51],
    ["a replay's items by state", () => listReplayItems({ ctx: ctx(), input: { replayId, state: "failed" } }), 400, 51],
    ["replays", () => listReplays({ ctx: ctx(), input: {} }), 200, 51],
    ["the audit log", () => listAudit({ ctx: ctx(), input: {} }), 100, 51],
    ["the audit log by action", () => listAudit({ ctx: ctx(), input: { action: "apiKey.created" } }), 100, 51],
    ["the audit log by target", () => listAudit({ ctx: ctx(), input: { targetId: "sub_7" } }), 200, 153],
    ["what waits", () => listWaitingDeliveries({ ctx: ctx(), input: { subscriptionId } }), waiting + 400, 200],
    ["products", () => listProducts({ ctx: ctx(), input: {} }), 400, 153],
    // A receiver keeps 500 requests, which its page shows at once, and counts all.
    ["a receiver's requests", () => listRequests({ ctx: ctx(), input: { receiverId } }), 1_010, 500],
    // What is troubled makes up an index of its own.
    ["what needs attention", () => listAttention({ ctx: ctx() }), 40_000, 5_000],
  ];
  const OF_ONE_DAY = ["an event", "a delivery"];
  const measured: Record<string, unknown> = {};
  const met: Record<string, unknown> = {};
  for (const [name, list, most, mostSorted] of lists) {
    const statements = await statementsOf(list);
    expect(statements.length, name).toBeGreaterThan(0);
    const nodes: Node[] = [];
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    for (const { text, values } of statements) {
      if (text.startsWith("SET LOCAL")) {
        await client.query(text.replace("LOCAL", ""));
        continue;
      }
      const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
      const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
      nodes.push(...flat((rows as { "QUERY PLAN": { Plan: Node }[] }[])[0]!["QUERY PLAN"][0]!.Plan).filter((node) => node["Actual Loops"] > 0));
    }
    await client.end();
    // Numbers come from the roll-ups, which are as many as days and hours and do not grow with the events.
    const scans = nodes.filter((node) => node["Relation Name"] && !(name.startsWith("the numbers") && /^(hourly|daily|late)_counts$/.test(node["Relation Name"])));
    // What is small as a whole may be read as a whole.
    const whole = scans.filter((node) => node["Node Type"] === "Seq Scan" && readBy(node) > 100).map((node) => node["Relation Name"]);
    const read = scans.reduce((sum, node) => sum + readBy(node), 0);
    const sorted = Math.max(0, ...nodes.filter((node) => node["Node Type"].includes("Sort")).map((node) => node["Actual Rows"]));
    // What belongs to one event stands in its day, and no other is looked into.
    const days = new Set(scans.flatMap((node) => /_\d{8}$/.exec(node["Relation Name"]!) ?? []));
    if (OF_ONE_DAY.includes(name)) expect([name, days.size]).toEqual([name, 1]);
    measured[name] = { whole, read: read <= most || read, sorted: sorted <= mostSorted || sorted };
    met[name] = { whole: [], read: true, sorted: true };
  }
  expect(measured).toEqual(met);
});

test("the newest page is asked of the newest days alone where they fill it, and of all where they don't", async () => {
  const lists = async (input: EventFiltersInput) => {
    let found = 0;
    const statements = await statementsOf(async () => (found = (await listEvents({ ctx: ctx(), input })).data.length));
    return { found, asked: statements.filter(({ text }) => /AS t\s+WHERE/.test(text)).length };
  };
  expect(await lists({})).toEqual({ found: PAGE, asked: 1 });
  expect(await lists({ failure: "timeout_response" })).toEqual({ found: PAGE, asked: 2 });
});

test("what was resent is counted by its ids while it is little, and day by day once it is much, with the same result", { timeout: 60_000 }, async () => {
  const count = async () => {
    const [row] = await database.db.$queryRaw<{ events: number; deliveries: number }[]>`
      SELECT count(DISTINCT a.event_id)::int AS events, count(DISTINCT a.delivery_id)::int AS deliveries FROM attempts a WHERE a.workspace_id = ${workspaceId}::uuid AND a.trigger IN ('resend', 'replay')`;
    return row!;
  };
  const facets = async () => {
    let result: Awaited<ReturnType<typeof countFacets>> | undefined;
    const statements = await statementsOf(async () => (result = await countFacets({ ctx: ctx(), input: { resent: "yes" } })));
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, one) => total + one, 0);
    return { events: result!.resent.yes, deliveries: sum(result!.status), isByDay: statements.some(({ text }) => text.includes("partitionwise")) };
  };
  const few = await count();
  expect(few.deliveries).toBeGreaterThan(50);
  expect(await facets()).toEqual({ ...few, isByDay: false });
  await database.db.$executeRaw`
    INSERT INTO attempts (event_id, delivery_id, number, workspace_id, subscription_id, trigger, started_at, duration_ms, request_url, request_headers, response_headers, worker_id)
    SELECT event_id, id, 2, workspace_id, subscription_id, 'replay', now(), 1, 'https://hooks.example.com', '[]', '[]', 'test' FROM deliveries WHERE workspace_id = ${workspaceId}::uuid AND event_id >= aviso_uuid_floor(now() - interval '3 days')`;
  const many = await count();
  expect(many.deliveries).toBeGreaterThan(3_000);
  expect(await facets()).toEqual({ ...many, isByDay: true });
});
