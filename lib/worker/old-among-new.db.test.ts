import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db/client";
import { attemptDelivery } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { emptyResult } from "@/lib/outbound/result";
import type { Sender } from "@/lib/outbound/send";
import { claimDue } from "@/lib/queue/claim";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { sendEvents } from "@/lib/testing/send-events";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
// One connection, which can be told to count at once.
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, { max: 1 });
});
afterAll(async () => {
  await db.$disconnect();
  await database.close();
});

const rowsRead = async () => {
  await db.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  const [{ rows }] = await db.$queryRaw<[{ rows: number }]>`SELECT sum(idx_tup_fetch + seq_tup_read)::int AS rows FROM pg_stat_user_tables WHERE relname ~ '^(events|deliveries)_2'`;
  return rows;
};

test("a retry among new deliveries is looked up like them, however much came in between, and so is what becomes of it", async () => {
  const ctx = { ...(await createWorkspace(database.db)), db };
  await createSubscription(ctx, { url: "https://example.com/hook", maxInFlight: 100 });
  await sendEvents(ctx, 100);
  // All that follows lies behind what Postgres knows of, as in any busy hour.
  await db.$executeRawUnsafe("ANALYZE events, deliveries");
  for (const responseStatus of [200, 500]) {
    await db.queueEntry.deleteMany();
    const [old] = await sendEvents(ctx, 1);
    await sendEvents(ctx, 1_500);
    await db.queueEntry.deleteMany({ where: { deliveryId: { not: old!.deliveryId } } });
    await sendEvents(ctx, 20);
    const now = new Date(Date.now() + 1_000);
    const before = await rowsRead();
    const { jobs } = await loadJobs(db, ctx.secretKey, await claimDue(db, { workerId: "w", limit: 100, now }), now);
    const sender = { send: async () => ({ ...emptyResult(), responseStatus, responseHeaders: [], failureKind: responseStatus === 200 ? null : "http_status" }) } as unknown as Sender;
    const attempts = await Promise.all(jobs.map((job) => attemptDelivery(sender, job, { now, jitter: 0 })));
    expect((await recordAttempts(db, "w", attempts, now)).taken).toHaveLength(21);
    expect((await rowsRead()) - before).toBeLessThan(200);
  }
});
