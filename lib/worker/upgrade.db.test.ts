import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, showId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { getDelivery } from "@/lib/services/deliveries/get";
import { listEvents } from "@/lib/services/events/list";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { deliverWaiting } from "@/lib/testing/deliver-waiting";
import { pendingMigrations } from "@/lib/db/pending-migrations";
import { applyMigrations } from "@/lib/db/schema-engine";

// What the first released version had. It never changes: later versions are upgraded to from it.
const FIRST_SCHEMA = ["20261124000000_first"];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
const received: string[] = [];
const receiver = createServer((request, response) => {
  request.on("data", (chunk: Buffer) => received.push(String(chunk))).on("end", () => response.end("ok"));
});
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "aviso-first-"));
  await cp("prisma/migrations/migration_lock.toml", path.join(folder, "migration_lock.toml"));
  for (const name of FIRST_SCHEMA) await cp(`prisma/migrations/${name}`, path.join(folder, name), { recursive: true });
  await mkdir(folder, { recursive: true });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  receiver.close();
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

/** One event that waits and one that was delivered, written by the statements of the first version. */
async function writeAsFirstVersion(ctx: Ctx, url: string) {
  const { db, workspaceId } = ctx;
  const [subscriptionId, productId, waiting, done] = [newUuid(), newUuid(), newUuid(), newUuid()];
  const [waitingDelivery, doneDelivery] = [newUuid(), newUuid()];
  await db.$executeRaw`INSERT INTO workspaces (id, name) VALUES (${workspaceId}::uuid, 'Escola')`;
  await db.$executeRaw`INSERT INTO products (id, workspace_id, name, external_id) VALUES (${productId}::uuid, ${workspaceId}::uuid, 'Curso', '1042')`;
  await db.$executeRaw`INSERT INTO subscriptions (id, workspace_id, name, url) VALUES (${subscriptionId}::uuid, ${workspaceId}::uuid, 'CRM', ${url})`;
  await db.$executeRaw`INSERT INTO subscription_secrets (id, subscription_id, secret_encrypted) VALUES (${newUuid()}::uuid, ${subscriptionId}::uuid, ${seal(ctx.secretKey, newSecret())})`;
  for (const [id, delivery, status] of [[waiting, waitingDelivery, "waiting"], [done, doneDelivery, "delivered"]] as const) {
    const body = JSON.stringify({ id, event: "PURCHASE_APPROVED", version: "2.0.0", data: { from: status } });
    await db.$executeRaw`
      INSERT INTO events (id, workspace_id, product_id, event_type, external_id, occurred_at, received_at, body, body_bytes, is_test, source)
      VALUES (${id}::uuid, ${workspaceId}::uuid, ${productId}::uuid, 'PURCHASE_APPROVED', ${id}, now(), now(), ${body}, octet_length(${body}), false, 'api')`;
    await db.$executeRaw`INSERT INTO verdicts (event_id, subscription_id, workspace_id, verdict, detail) VALUES (${id}::uuid, ${subscriptionId}::uuid, ${workspaceId}::uuid, 'delivers', '{}')`;
    await db.$executeRaw`
      INSERT INTO deliveries (id, event_id, workspace_id, subscription_id, product_id, event_type, status, is_test, attempt_count, max_attempts, next_attempt_at, created_at)
      VALUES (${delivery}::uuid, ${id}::uuid, ${workspaceId}::uuid, ${subscriptionId}::uuid, ${productId}::uuid, 'PURCHASE_APPROVED', ${status}, false, ${status === "waiting" ? 0 : 1}, 8, now(), now())`;
  }
  await db.$executeRaw`
    INSERT INTO attempts (event_id, delivery_id, number, workspace_id, subscription_id, trigger, started_at, duration_ms, request_url, request_headers, response_status, response_headers, response_body, response_encoding, response_bytes, worker_id)
    VALUES (${done}::uuid, ${doneDelivery}::uuid, 1, ${workspaceId}::uuid, ${subscriptionId}::uuid, 'first', now(), 12, ${url}, '[]', 200, '[]', 'ok', 'utf8', 2, 'first-version')`;
  const queue = (delivery: string, event: string) => db.$executeRaw`
    INSERT INTO queue (delivery_id, event_id, subscription_id, workspace_id, schedule_step, trigger, due_at) VALUES (${delivery}::uuid, ${event}::uuid, ${subscriptionId}::uuid, ${workspaceId}::uuid, 0, 'first', now())`;
  await queue(waitingDelivery, waiting);
  return { waiting, done, doneDelivery };
}

test("a database of the first version is upgraded with its rows, which are listed, shown and delivered; meanwhile the first version's statements go on working", async () => {
  const { db } = database;
  await db.$executeRaw`DROP SCHEMA public CASCADE`;
  await db.$executeRaw`CREATE SCHEMA public`;
  expect(await applyMigrations(database.url, folder)).toEqual(FIRST_SCHEMA);
  await db.$queryRaw`SELECT aviso_ensure_partitions(current_date - 1, current_date + 1)`;
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const ctx: Ctx = { db, workspaceId: newUuid(), actor: { kind: "system", name: "test" }, now: () => new Date(), secretKey: Buffer.alloc(32, 7), origin: "http://aviso.test" };
  const before = await writeAsFirstVersion(ctx, url);

  const later = (await readdir("prisma/migrations")).filter((name) => /^\d/.test(name) && !FIRST_SCHEMA.includes(name)).sort();
  expect(await pendingMigrations(db)).toEqual(later);
  expect(await applyMigrations(database.url, path.resolve("prisma/migrations"))).toEqual(later);
  expect(await pendingMigrations(db)).toEqual([]);
  // A process of the first version that is still running writes as it did before.
  const beside = await writeAsFirstVersion({ ...ctx, workspaceId: newUuid() }, url);

  const { data: events } = await listEvents({ ctx, input: {} });
  expect(events.map(({ id }) => id).sort()).toEqual([before.waiting, before.done].map((id) => showId("event", id)).sort());
  expect(await getDelivery({ ctx, input: { deliveryId: showId("delivery", before.doneDelivery) } })).toMatchObject({ status: "delivered" });

  await deliverWaiting(db, ctx.secretKey);
  expect(received.map((body) => (JSON.parse(body) as { id: string }).id).sort()).toEqual([before.waiting, beside.waiting].sort());
});

test("after the first version migrations only add, so that an older process beside goes on reading and writing as it did", async () => {
  const names = (await readdir("prisma/migrations")).filter((name) => /^\d/.test(name) && !FIRST_SCHEMA.includes(name));
  const sql = await Promise.all(names.map(async (name) => ({ name, text: (await readFile(`prisma/migrations/${name}/migration.sql`, "utf8")).replaceAll(/--.*$/gm, "") })));
  const taking = /\bDROP\s+(TABLE|COLUMN|FUNCTION|VIEW|TYPE)\b|\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b/i;
  expect(sql.filter(({ text }) => taking.test(text)).map(({ name }) => name)).toEqual([]);
  const columns = sql.flatMap(({ name, text }) => [...text.matchAll(/\bADD\s+COLUMN\s+([^,;]+(?:\([^)]*\)[^,;]*)?)/gi)].map(([, column]) => `${name}: ${column}`));
  expect(columns.length).toBeGreaterThan(10);
  expect(columns.filter((column) => /NOT NULL/i.test(column) && !/DEFAULT/i.test(column))).toEqual([]);
});
