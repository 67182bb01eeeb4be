import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";
import { checkHealth } from "./check";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

test("without a worker's heartbeat the house is ill, with a fresh one it is healthy, with an old one ill again", async () => {
  const { db } = database;
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: false, database: "up", queue: { depth: 0, oldestDueAgeSec: 0 } });
  const now = new Date();
  await db.workerHeartbeat.create({ data: { workerId: "w", startedAt: now, beatAt: now, inFlight: 0, version: "test" } });
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: true, worker: { isAlive: true } });
  await db.workerHeartbeat.update({ where: { workerId: "w" }, data: { beatAt: new Date(now.getTime() - 60_000) } });
  expect(await checkHealth({ db })).toMatchObject({ isHealthy: false, worker: { isAlive: false } });
});
