import { expect, vi } from "vitest";
import { readId, showId, uuidFloor, uuidHour, uuidTime } from "@/lib/domain/ids";
import type { CountFacetsInput, EventFacets } from "@/lib/services/events/count-facets";
import type { EventRow } from "@/lib/services/events/list";
import type { Page } from "@/lib/services/page";
import type { SubscriptionHealth } from "@/lib/services/subscriptions/read-health";
import type { House, Subscribed } from "./house";
import type { Accepted } from "./load";
import type { Random } from "./random";

/*
 * What the screens show, asked of the API, which stands on the services that the screens stand on; and the truth beside it, counted
 * by statements of their own over the rows, and by the receiver.
 */
const EVENTS = 40;
/** Each list is followed to its end, or so far. */
const MOST_ROWS = 200;
const PAGE = 100;
const SLACK_MS = 300_000;
const STATUSES = ["waiting", "delivered", "failed", "cancelled"] as const;

interface Options {
  ledger: Accepted[];
  random: Random;
  /** Those at rest; what concerns others may move while it is compared. All by default. */
  of?: Subscribed[];
}

/** The screens tell the truth: of some events, of the lists, of the numbers beside the filters, and of what waits. */
export async function verifyScreens(house: House, options: Options): Promise<void> {
  const { ledger, random, of } = options;
  const subscriptions = of ?? house.subscriptions;
  await verifyEvents(house, random.some(ledger, EVENTS), subscriptions);
  await verifyNumbers(house, subscriptions);
  if (!of) for (const check of [verifyAllNumbers, verifyDepth]) await eventually(() => check(house));
  await verifyLists(house, options);
  // Its answer is kept for a second, and a worker says once in a second that it lives where it could not.
  await vi.waitFor(async () => expect((await fetch(`${house.webUrls()[0]}/api/health`)).status).toBe(200), { timeout: 3_000, interval: 100 });
}

/** The numbers beside the filters, and what waits, for each of these subscriptions. */
export async function verifyNumbers(house: House, subscriptions: Subscribed[]): Promise<void> {
  for (const subscription of subscriptions) {
    await eventually(() => verifyFacets(house, subscription));
    await eventually(() => verifyWaiting(house, subscription));
  }
}

/** The API is asked a moment before the database, and what still retries may change in between; after a failover the web waits 30 s once for the old server. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 90_000, interval: 200 });

async function ask<Answer>(house: House, path: string, query: Record<string, string> = {}): Promise<Answer> {
  const urls = house.webUrls();
  const response = await fetch(`${urls[Math.floor(Math.random() * urls.length)]}${path}?${new URLSearchParams(query).toString()}`, { headers: { authorization: `Bearer ${house.apiKey}` } });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}\n${house.webs.map((web) => web.lastLines()).join("\n")}`);
  return (await response.json()) as Answer;
}

const counted = (names: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** Each event's deliveries, and as many attempts as there are. */
async function verifyEvents(house: House, events: Accepted[], subscriptions: Subscribed[]): Promise<void> {
  const isOf = new Set(subscriptions.map(({ id }) => showId("subscription", id)));
  type Shown = { verdicts: { deliveries: { subscription: { id: string }; status: string; attempts: unknown[] }[] }[] };
  await eventually(async () => {
    const shown = (await Promise.all(events.map(({ id }) => ask<Shown>(house, `/api/v1/events/${id}`)))).map(({ verdicts }) => verdicts.flatMap((verdict) => verdict.deliveries).filter((one) => isOf.has(one.subscription.id)));
    const rows = await house.query<{ event: string; subscription: string; status: string; attempts: number }>(`
      SELECT event_id::text AS event, subscription_id::text AS subscription, status, (SELECT count(*)::int FROM attempts a WHERE a.event_id = d.event_id AND a.delivery_id = d.id) AS attempts
      FROM deliveries d WHERE event_id = ANY($1::uuid[]) AND subscription_id = ANY($2::uuid[])`, [events.map(({ id }) => readId("event", id)), subscriptions.map(({ id }) => id)]);
    const byEvent = Map.groupBy(rows, (row) => showId("event", row.event));
    events.forEach(({ id }, index) => expect(shown[index]!.map((one) => `${one.subscription.id} ${one.status} ${one.attempts.length}`).sort(), id)
      .toEqual((byEvent.get(id) ?? []).map((row) => `${showId("subscription", row.subscription)} ${row.status} ${row.attempts}`).sort()));
  });
}

interface Row { event: string; status: string; type: string; kind: string | null; answer: number | null }
/** Where a list ends: a little beyond the time of the web's own clock, as another's may be ahead. */
const listEnd = (house: House) => Date.now() + house.webAheadMs + SLACK_MS;
/** Roll-ups know whole hours: the one that a list's end lies in is counted whole. */
const isCounted = (house: House) => ({ event }: { event: string }) => uuidHour(event).getTime() < listEnd(house);

async function verifyFacets(house: House, { id, path }: Subscribed): Promise<void> {
  const subscriptionId = showId("subscription", id);
  const shown = await ask<EventFacets>(house, "/api/v1/events/counts", { subscriptionId } satisfies CountFacetsInput);
  const rows = (await house.query<Row>(
    "SELECT event_id::text AS event, status, event_type AS type, last_failure_kind AS kind, last_response_status AS answer FROM deliveries WHERE subscription_id = $1", [id])).filter(isCounted(house));
  const failing = rows.filter((row) => row.kind !== null);
  const classes = failing.filter(({ answer }) => answer !== null && Math.floor(answer / 100) !== 2).map(({ answer }) => `${Math.floor(answer! / 100)}xx`);
  const good = rows.filter((row) => row.status === "delivered").length;
  expect({ status: shown.status, subscriptionId: shown.subscriptionId[subscriptionId] ?? 0, eventType: shown.eventType, failure: shown.failure, response: shown.response, period: shown.period["60d"] }, `the numbers beside the filters, ${path ?? subscriptionId}`).toEqual({
    status: counted(rows.map((row) => row.status)), subscriptionId: rows.length, eventType: counted(rows.map((row) => row.type)), failure: counted(failing.map((row) => row.kind!)),
    response: { "2xx": good, ...counted([...failing.flatMap(({ answer }) => (answer === null ? [] : [String(answer)])), ...classes]) }, period: rows.length,
  });
  if (path === null) return;
  // No row is asked here, but who got them.
  const received = new Set((await house.received()).filter((one) => one.path === path && one.status < 300).map((one) => readId("event", one.id)!));
  expect(shown.status.delivered ?? 0, `shown as delivered, and what ${path} has`).toBe([...received].filter((event) => isCounted(house)({ event })).length);
}

/** With no filter: the events by type, and the deliveries of each subscription by status. */
async function verifyAllNumbers(house: House): Promise<void> {
  const shown = await ask<EventFacets>(house, "/api/v1/events/counts");
  const events = (await house.query<{ event: string; type: string }>("SELECT id::text AS event, event_type AS type FROM events")).filter(isCounted(house));
  const deliveries = (await house.query<{ event: string; status: string; subscription: string }>("SELECT event_id::text AS event, status, subscription_id::text AS subscription FROM deliveries")).filter(isCounted(house));
  expect({ eventType: shown.eventType, status: shown.status, subscriptionId: shown.subscriptionId, period: shown.period["60d"] }, "the numbers beside no filter").toEqual({
    eventType: counted(events.map((row) => row.type)), status: counted(deliveries.map((row) => row.status)),
    subscriptionId: counted(deliveries.map((row) => showId("subscription", row.subscription))), period: events.length,
  });
}

/** What a subscription's page says of what waits and is sent. */
async function verifyWaiting(house: House, { id, path }: Subscribed): Promise<void> {
  const shown = await ask<SubscriptionHealth>(house, `/api/v1/subscriptions/${showId("subscription", id)}/health`);
  const [queued] = await house.query<{ waiting: number; sending: number }>(
    "SELECT count(*) FILTER (WHERE trigger NOT IN ('resend', 'test'))::int AS waiting, count(*) FILTER (WHERE lease_until > now())::int AS sending FROM queue WHERE subscription_id = $1", [id]);
  expect({ waiting: shown.waiting, sending: shown.sending }, `what waits, ${path ?? id}`).toEqual(queued);
}

/** What Prometheus is told of the queue. */
async function verifyDepth(house: House): Promise<void> {
  const told = await (await fetch(`${house.webUrls()[0]}/metrics`)).text();
  const depths = [...told.matchAll(/^aviso_queue_depth\{state="\w+"\} (\d+)$/gm)].map(([, depth]) => Number(depth));
  const [queued] = await house.query<{ n: number }>("SELECT count(*)::int AS n FROM queue");
  expect(depths, "due, later and held").toHaveLength(3);
  expect(depths.reduce((sum, depth) => sum + depth, 0), "the queue's depth").toBe(queued!.n);
}

/** The lists, in their order and with what stands in their rows: of all, by status, by subscription, and one by both. */
async function verifyLists(house: House, { of, random }: Options): Promise<void> {
  const ids = (of ?? house.subscriptions).map(({ id }) => id);
  const lists: { status?: string; subscription?: string }[] = [...ids.map((subscription) => ({ subscription })), { subscription: random.pick(ids), status: random.pick(STATUSES) }];
  if (!of) lists.push({}, ...STATUSES.map((status) => ({ status })));
  for (const list of lists) await eventually(() => verifyList(house, list, ids));
}

async function verifyList(house: House, { status, subscription }: { status?: string; subscription?: string }, ids: string[]): Promise<void> {
  const shown: EventRow[] = [];
  const until = uuidFloor(listEnd(house));
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { limit: String(PAGE), ...(status ? { status } : {}), ...(subscription ? { subscriptionId: showId("subscription", subscription) } : {}), ...(cursor ? { cursor } : {}) };
    const page: Page<EventRow> = await ask(house, "/api/v1/events", query);
    shown.push(...page.data);
    cursor = page.next;
  } while (cursor !== null && shown.length < MOST_ROWS);

  const events = status || subscription
    ? await house.query<{ id: string }>("SELECT DISTINCT event_id::text AS id FROM deliveries WHERE event_id < $1 AND ($2::text IS NULL OR status = $2) AND ($3::uuid IS NULL OR subscription_id = $3) ORDER BY id DESC LIMIT $4", [until, status ?? null, subscription ?? null, MOST_ROWS])
    : await house.query<{ id: string }>("SELECT id::text FROM events WHERE id < $1 ORDER BY id DESC LIMIT $2", [until, MOST_ROWS]);
  const deliveries = await house.query<{ event: string; row: string }>(
    "SELECT event_id::text AS event, subscription_id || ' ' || status || ' ' || attempt_count AS row FROM deliveries WHERE event_id = ANY($1::uuid[]) AND subscription_id = ANY($2::uuid[])", [events.map(({ id }) => id), ids]);
  const byEvent = Map.groupBy(deliveries, ({ event }) => event);
  const name = `the list of ${JSON.stringify({ status, subscription })}`;
  const isOf = new Set(ids);
  expect(shown.map((row) => [row.id, ...row.deliveries.map((one) => ({ ...one, of: readId("subscription", one.subscription.id)! })).filter(({ of }) => isOf.has(of)).map((one) => `${one.of} ${one.status} ${one.attemptCount}`).sort()]), name)
    .toEqual(events.map(({ id }) => [showId("event", id), ...(byEvent.get(id) ?? []).map(({ row }) => row).sort()]));
  expect(shown.filter((row) => new Date(row.receivedAt).getTime() !== uuidTime(readId("event", row.id)!).getTime() || (status && row.lead?.status !== status)), name).toEqual([]);
}
