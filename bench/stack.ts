import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { createDb } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { type Part as PartName, partCommand } from "../bin/parts";
import { freePort } from "@/lib/testing/free-port";

/** A process of Aviso's, started as `npm start` does. */
export interface Part {
  port: number;
  /** Resident memory, in MB. */
  memoryMb(): number;
  stop(): Promise<void>;
}

/** One database with a workspace, and what is needed to run Aviso on it. */
export interface Stack {
  url: string;
  ctx: Ctx;
  key: string;
  productIds: string[];
  startWeb(): Promise<Part>;
  startWorker(): Promise<Part>;
  /** Makes a subscription. @returns its UUID */
  subscribe(target: string, values?: { status?: string; maxInFlight?: number; productIds?: string[] }): Promise<string>;
  /** Ends it, and forgets what was queued for it. */
  unsubscribe(subscriptionIds: string[]): Promise<void>;
  close(): Promise<void>;
}

/** Prepares a migrated database: partitions, a workspace that has twelve products, a key. */
export async function openStack(url: string): Promise<Stack> {
  const db = createDb(url);
  await db.$queryRaw`SELECT aviso_ensure_partitions(current_date - 61, current_date + 14)`;
  const secretKey = randomBytes(32);
  const ctx: Ctx = { db, workspaceId: newUuid(), actor: { kind: "system", name: "bench" }, now: () => new Date(), secretKey, origin: "http://aviso.bench" };
  const { workspaceId } = ctx;
  await db.workspace.create({ data: { id: workspaceId, name: "Bench" } });
  const productIds = Array.from({ length: 12 }, () => newUuid());
  await db.product.createMany({ data: productIds.map((id, at) => ({ id, workspaceId, name: `Course ${at + 1}`, externalId: String(at + 1) })) });
  const { key } = await createApiKey({ ctx, input: { name: "bench", scope: "ingest" } });
  const raiseVersion = () => db.workspace.update({ where: { id: workspaceId }, data: { configVersion: { increment: 1 } } });
  const start = (part: PartName) => startPart(part, { url, secretKey });
  return {
    url, ctx, key, productIds,
    startWeb: () => start("web"),
    startWorker: () => start("worker"),
    async subscribe(target, { productIds: only, ...values } = {}) {
      const id = newUuid();
      await db.subscription.create({
        data: {
          id, workspaceId, name: "Sink", url: target, maxInFlight: 100, ...values, secrets: { create: { id: newUuid(), secretEncrypted: seal(secretKey, newSecret()) } },
          ...(only ? { allProducts: false, products: { create: only.map((productId) => ({ productId })) } } : {}),
        },
      });
      await raiseVersion();
      return id;
    },
    async unsubscribe(ids) {
      await db.queueEntry.deleteMany({ where: { subscriptionId: { in: ids } } });
      await db.subscription.updateMany({ where: { id: { in: ids } }, data: { deletedAt: new Date() } });
      await raiseVersion();
    },
    close: () => db.$disconnect(),
  };
}

async function startPart(part: PartName, { url, secretKey }: { url: string; secretKey: Buffer }): Promise<Part> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { execArgv, script, args } = partCommand(part);
  const child = fork(script, args, {
    execArgv: [...execArgv, ...(process.env.BENCH_NODE_ARGS?.split(" ") ?? [])], stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PORT: String(port), DATABASE_URL: url, AVISO_URL: origin, NEXTAUTH_URL: origin, NEXTAUTH_SECRET: "bench", AVISO_LOCAL: "1",
      AVISO_SECRET_KEY: secretKey.toString("base64"), AVISO_LIMIT_INGEST: "0", AVISO_LIMIT_ADDRESS: "0",
    },
  });
  await untilSaid(child, `${part} ready`);
  return {
    port,
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1_024,
    stop: () => stopChild(child),
  };
}

/** Waits until a child has printed something. */
export function untilSaid(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Read on for ever: a pipe that nobody reads would hold up, or end, whoever writes to it.
    child.stdout!.on("data", (chunk) => { if (String(chunk).includes(word)) resolve(); });
    child.once("exit", () => reject(new Error(`It ended before it said "${word}".`)));
  });
}

/** Ends a child by SIGTERM and waits for it. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
