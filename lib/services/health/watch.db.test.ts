import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb } from "@/lib/db/client";
import { metrics } from "@/lib/metrics";
import { createTestDatabase } from "@/lib/testing/database";
import { watchHouse } from "./watch";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

/** What Prometheus is told of the house by a process with this database. */
async function askOnce(db: Parameters<typeof watchHouse>[0]): Promise<string> {
  const before = metrics.collectors.splice(0);
  watchHouse(db);
  for (const collect of metrics.collectors.splice(0, Infinity, ...before)) await collect();
  return metrics.registry.metrics();
}

test("while the database is away the queue and the workers are not told, rather than told to be none", async () => {
  expect(await askOnce(database.db)).toMatch(/^aviso_database_up 1$[^]*^aviso_queue_depth\{state="due"\} 0$[^]*^aviso_queue_oldest_due_seconds 0$[^]*^aviso_live_workers 0$/m);
  const away = createDb("postgresql://aviso:aviso@127.0.0.1:1/aviso");
  const told = await askOnce(away);
  await away.$disconnect();
  expect(told).toMatch(/^aviso_database_up 0$/m);
  expect(told).not.toMatch(/^aviso_(queue|live_workers|endpoints).* \d/m);
});
