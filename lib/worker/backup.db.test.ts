import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "@/lib/db/schema-engine";
import { createTestDatabase } from "@/lib/testing/database";
import { deliverWaiting } from "@/lib/testing/deliver-waiting";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { type ReceiverServer, startReceiver } from "@/lib/testing/receiver-server";
import { sendEvents } from "@/lib/testing/send-events";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let restored: Awaited<ReturnType<typeof createTestDatabase>>;
let receiver: ReceiverServer;
const folder = mkdtempSync(path.join(tmpdir(), "aviso-dump-"));
beforeAll(async () => void ([database, restored, receiver] = [await createTestDatabase(), await createTestDatabase(), await startReceiver()]));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([database.close(), restored.close(), receiver.close()]);
});

/** The version of the tool on this machine, which reads servers up to its own; the embedded server comes without one. */
function versionOfTool(): number {
  try {
    return Number(/(\d+)/.exec(String(execFileSync("pg_dump", ["--version"])))![1]);
  } catch {
    return 0;
  }
}

async function countRows({ db }: typeof database): Promise<Record<string, number>> {
  const tables = await db.$queryRaw<{ name: string }[]>`SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace ORDER BY 1`;
  const counts = await Promise.all(tables.map(async ({ name }) => [name, (await db.$queryRawUnsafe<[{ n: number }]>(`SELECT count(*)::int AS n FROM "${name}"`))[0].n] as const));
  return Object.fromEntries(counts);
}

test("what docs/operation.md says of dumps holds: all rows are there, nothing is to be migrated, what waited is delivered, and events are taken in", async (context) => {
  const [{ version }] = await database.db.$queryRaw<[{ version: number }]>`SELECT current_setting('server_version_num')::int / 10000 AS version`;
  if (versionOfTool() < version) return context.skip();
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: receiver.url });
  await sendEvents(ctx, 3);
  const before = await countRows(database);
  expect(before).toMatchObject({ events: 3, deliveries: 3, queue: 3, subscription_secrets: 1 });

  const file = path.join(folder, "aviso.dump");
  execFileSync("pg_dump", ["--format=custom", `--file=${file}`, database.url]);
  await restored.db.$executeRaw`DROP SCHEMA public CASCADE`;
  await restored.db.$executeRaw`CREATE SCHEMA public`;
  execFileSync("pg_restore", ["--no-owner", "--exit-on-error", "--dbname", restored.url, file]);
  expect(await countRows(restored)).toEqual(before);
  expect(await applyMigrations(restored.url, path.resolve("prisma/migrations"))).toEqual([]);
  await restored.db.$queryRaw`SELECT aviso_ensure_partitions(current_date - 61, current_date + 14)`;

  await sendEvents({ ...ctx, db: restored.db }, 1);
  await deliverWaiting(restored.db, ctx.secretKey);
  expect(receiver.requests).toHaveLength(4);
  expect(await restored.db.delivery.count({ where: { status: "delivered" } })).toBe(4);
});
