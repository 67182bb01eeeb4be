import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { readId } from "@/lib/domain/ids";
import { RETRY_DELAYS_SEC, RETRY_JITTER } from "@/lib/domain/retry";
import type { House, Subscribed } from "./house";
import type { Accepted } from "./load";

export interface Truth {
  events: number;
  deliveries: number;
  received: number;
  /** Received again although it had been answered with a 2xx. */
  duplicates: number;
  /** Received, and no attempt tells of it: its worker died, or came too late, before the result was written. */
  unrecorded: number;
}

/** Waits until nothing is left to do for these subscriptions. @throws when it takes longer, saying what is stuck */
export async function settle(house: House, { withinSec, of = house.subscriptions }: { withinSec: number; of?: Subscribed[] }): Promise<void> {
  const until = performance.now() + withinSec * 1_000;
  for (;;) {
    const left = await house.query<object>(
      `SELECT subscription_id, trigger, schedule_step, count(*)::int AS n, min(due_at) AS due, max(lease_until) AS leased, now() AS now FROM queue
       WHERE subscription_id = ANY($1::uuid[]) GROUP BY 1, 2, 3`, [of.map((one) => one.id)]).catch(() => null);
    if (left?.length === 0) return;
    if (performance.now() > until) {
      throw new Error(`Not settled after ${withinSec} s: ${JSON.stringify(left)}\n${[...house.workers, ...house.webs].map((part) => `${part.name}: ${part.lastLines()}`).join("\n")}`);
    }
    await wait(100);
  }
}

/**
 * Holds what was promised against what was received and what is recorded.
 * @param a.ledger what was accepted; @param a.inFlight what was in flight at the faults, all together
 */
export async function verify(house: House, a: { ledger: Accepted[]; inFlight: number; of?: Subscribed[]; hasClocks?: boolean }): Promise<Truth> {
  const subscriptions = (a.of ?? house.subscriptions).filter((one) => one.path !== null);
  const counts = new Map<string, { all: number; good: number }>();
  for (const one of await house.received()) {
    const key = `${one.path} ${one.id}`;
    const count = counts.get(key) ?? { all: 0, good: 0 };
    counts.set(key, { all: count.all + 1, good: count.good + (one.status < 300 ? 1 : 0) });
  }
  const attempts = new Map(
    (await house.query<{ key: string; n: number }>(
      "SELECT subscription_id || ' ' || event_id AS key, count(*)::int AS n FROM attempts GROUP BY 1")).map((row) => [row.key, row.n]),
  );
  const truth: Truth = { events: a.ledger.length, deliveries: 0, received: 0, duplicates: 0, unrecorded: 0 };
  const missing: string[] = [];
  for (const { id, type } of a.ledger) {
    for (const subscription of subscriptions) {
      if (subscription.types && !subscription.types.includes(type)) continue;
      truth.deliveries += 1;
      const { all, good } = counts.get(`${subscription.path} ${id}`) ?? { all: 0, good: 0 };
      if (good === 0) missing.push(`${id} to ${subscription.path}`);
      truth.received += all;
      truth.duplicates += Math.max(0, good - 1);
      truth.unrecorded += Math.max(0, all - (attempts.get(`${subscription.id} ${readId("event", id)}`) ?? 0));
    }
  }
  expect(missing.slice(0, 10), `${missing.length} of ${truth.deliveries} never arrived`).toEqual([]);
  expect(new Set(a.ledger.map((one) => one.id)).size, "an event was accepted twice under two keys").toBe(a.ledger.length);
  expect(truth.duplicates, "received twice").toBeLessThanOrEqual(a.inFlight);
  expect(truth.unrecorded, "received and not recorded").toBeLessThanOrEqual(a.inFlight);
  await verifyDatabase(house, a.hasClocks ?? true);
  return truth;
}

/** What must hold in the database at rest, whatever happened before. */
async function verifyDatabase(house: House, hasClocks: boolean): Promise<void> {
  const none = async (what: string, sql: string, values: unknown[] = []) => expect(await house.query(sql, values), what).toEqual([]);
  await none("a lease ran out and nobody took it", "SELECT delivery_id FROM queue WHERE lease_until < now() - interval '10 s'");
  await none("waiting, and not in the queue", "SELECT id FROM deliveries d WHERE status = 'waiting' AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.delivery_id = d.id)");
  await none("in the queue, and not waiting", "SELECT q.delivery_id FROM queue q LEFT JOIN deliveries d ON d.event_id = q.event_id AND d.id = q.delivery_id WHERE d.status IS DISTINCT FROM 'waiting' AND q.trigger NOT IN ('resend', 'test')");
  await none("delivered, and no attempt succeeded", "SELECT id FROM deliveries d WHERE status = 'delivered' AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.event_id = d.event_id AND a.delivery_id = d.id AND a.failure_kind IS NULL)");
  await none("attempts are not numbered one after the other", "SELECT delivery_id FROM attempts GROUP BY delivery_id HAVING min(number) <> 1 OR max(number) <> count(*)");
  await none("the delivery counts other attempts than there are", "SELECT id FROM deliveries d WHERE attempt_count <> (SELECT count(*) FROM attempts a WHERE a.event_id = d.event_id AND a.delivery_id = d.id)");
  await none("a verdict promised a delivery that is not there",
    "SELECT event_id FROM verdicts v WHERE verdict = 'delivered_to' AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = v.event_id AND d.subscription_id = v.subscription_id)");
  // A retry never comes before the schedule allows; what drains or probes has a time of its own, and uses up none of the schedule.
  if (hasClocks) await none("a retry came too early", `
    SELECT b.delivery_id, b.number, b.started_at - a.started_at AS after FROM attempts a JOIN attempts b ON b.event_id = a.event_id AND b.delivery_id = a.delivery_id AND b.number = a.number + 1
    WHERE b.trigger = 'retry' AND a.trigger <> 'drain' AND extract(epoch FROM b.started_at - a.started_at) < ($1::float8[])[least(a.number - (SELECT count(*) FROM attempts p WHERE p.event_id = a.event_id AND p.delivery_id = a.delivery_id AND p.number < a.number AND p.trigger = 'drain'), 7) + 1] * $2`,
    [RETRY_DELAYS_SEC, 1 - RETRY_JITTER - 0.05]);
  await verifyCounts(house);
}

/** The charts' numbers and the rows' are the same. */
async function verifyCounts(house: House): Promise<void> {
  const wrong = await house.query(`
    WITH rows AS (
      SELECT subscription_id::text AS subscription, event_type, status AS outcome, count(*)::bigint AS n FROM deliveries GROUP BY 1, 2, 3
      UNION ALL SELECT '00000000-0000-0000-0000-000000000000', event_type, 'received', count(*) FROM events GROUP BY 2
    ), charts AS (
      SELECT subscription_id::text AS subscription, event_type, outcome, sum(count)::bigint AS n FROM hourly_counts GROUP BY 1, 2, 3
    )
    SELECT * FROM rows FULL JOIN charts USING (subscription, event_type, outcome) WHERE coalesce(rows.n, 0) <> coalesce(charts.n, 0)`);
  expect(wrong, "the charts count otherwise than the rows").toEqual([]);
}
