import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, poolOf } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import { metrics } from "@/lib/metrics";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { watchHouse } from "./watch";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
});
afterAll(() => database.close());

/** What Prometheus would read now, without what is not about the house. */
async function read(...names: string[]): Promise<string[]> {
  await Promise.all(metrics.collectors.map((collect) => collect()));
  const lines = (await metrics.registry.metrics()).split("\n");
  return lines.filter((line) => names.some((name) => line.startsWith(`aviso_${name}`)));
}

test("metrics tell of the queue, its age, the endpoints, the workers and the pool what is true of the whole house; of a database that is away nothing", async () => {
  const { db, workspaceId } = ctx;
  const subscribe = async (status = "active") => (await createSubscription(ctx, { url: "https://crm.example.com/hook", status })).id;
  const [up, down, paused, disabled] = [await subscribe(), await subscribe(), await subscribe("paused"), await subscribe("disabled")];
  await subscribe();
  const deleted = await subscribe();
  await db.subscription.update({ where: { id: deleted }, data: { deletedAt: new Date() } });
  await db.endpointState.create({ data: { subscriptionId: down, workspaceId, downSince: new Date() } });
  const enqueue = (subscriptionId: string, overdueSec: number, trigger = "first") =>
    db.queueEntry.create({ data: { deliveryId: newUuid(), eventId: newUuid(), subscriptionId, workspaceId, trigger, dueAt: new Date(Date.now() - overdueSec * 1_000) } });
  for (const [subscriptionId, overdueSec, trigger] of [[up, 90], [up, 1], [up, -600, "retry"], [down, 7_200], [paused, 7_200], [disabled, 7_200], [paused, 5, "resend"]] as const) await enqueue(subscriptionId, overdueSec, trigger);
  for (const ageSec of [1, 19, 60]) await db.workerHeartbeat.create({ data: { workerId: `w${ageSec}`, startedAt: new Date(), beatAt: new Date(Date.now() - ageSec * 1_000), inFlight: 0, version: "x" } });

  watchHouse(db);
  expect(await read("queue_depth", "endpoints", "live_workers", "database_up")).toEqual([
    "aviso_database_up 1", 'aviso_queue_depth{state="due"} 3', 'aviso_queue_depth{state="later"} 1', 'aviso_queue_depth{state="held"} 3',
    'aviso_endpoints{state="up"} 2', 'aviso_endpoints{state="down"} 1', 'aviso_endpoints{state="paused"} 1', 'aviso_endpoints{state="disabled"} 1', "aviso_live_workers 2",
  ]);
  expect(Number((await read("queue_oldest_due_seconds "))[0]!.split(" ")[1])).toSatisfy((sec: number) => sec >= 90 && sec < 120);

  const small = createDb(database.url, { max: 2 });
  watchHouse(small);
  const pool = poolOf(small);
  const held = [await pool.connect(), await pool.connect()];
  const waiting = pool.connect();
  const readPool = async () => {
    metrics.collectors.at(-2)!();
    return (await metrics.registry.getSingleMetric("aviso_db_pool_connections")!.get()).values.map(({ labels, value }) => [labels.state, value]);
  };
  expect(await readPool()).toEqual([["open", 2], ["idle", 0], ["waiting", 1]]);
  for (const client of held) client.release();
  (await waiting).release();
  expect(await readPool()).toEqual([["open", 2], ["idle", 2], ["waiting", 0]]);
  await small.$disconnect();

  metrics.collectors.splice(0);
  const away = createDb("postgresql://postgres@127.0.0.1:1/none");
  watchHouse(away);
  expect(await read("queue", "endpoints", "live_workers", "database_up")).toEqual(["aviso_database_up 0", "aviso_queue_oldest_due_seconds 0", "aviso_live_workers 0"]);
  await away.$disconnect();
});
