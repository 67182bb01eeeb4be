import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { Ctx } from "@/lib/services/context";
import { startWorker, type Worker, type WorkerOptions } from "@/lib/worker/loop";
import { createTestDatabase } from "./database";
import { createWorkspace } from "./fixtures";
import { type ReceiverServer, startReceiver } from "./receiver-server";

export const LOOPBACK = { allowedRanges: ["127.0.0.0/8"], allowHttp: true, ownOrigin: "http://aviso.test" };

interface WorkerStage {
  readonly database: Awaited<ReturnType<typeof createTestDatabase>>;
  /** A workspace of each test's own. */
  readonly ctx: Ctx;
  readonly receiver: ReceiverServer;
  /** Starts a worker, which is stopped after the test. */
  work(options?: Partial<WorkerOptions>): Worker;
}

/** What tests of the worker stand on: a database for the file; for each test a workspace, a receiver and workers. */
export function workerStage(kind?: "history"): WorkerStage {
  let database: WorkerStage["database"];
  let receiver: ReceiverServer;
  let ctx: Ctx;
  let workers: Worker[] = [];
  beforeAll(async () => void (database = await createTestDatabase(kind)));
  afterAll(() => database.close());
  beforeEach(async () => {
    receiver = await startReceiver();
    ctx = await createWorkspace(database.db);
  });
  afterEach(async () => {
    receiver.answer = (_request, response) => void response.end();
    await receiver.close();
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
    await database.db.queueEntry.deleteMany();
  });
  return {
    get database() { return database; },
    get ctx() { return ctx; },
    get receiver() { return receiver; },
    work(options) {
      const worker = startWorker({ db: ctx.db, workerId: randomUUID(), secretKey: ctx.secretKey, policy: LOOPBACK, pollMs: 20, ...options });
      workers.push(worker);
      return worker;
    },
  };
}

/** Waits until a check holds, for 10 s at most. */
export const until = (check: () => Promise<void> | void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 20 });
