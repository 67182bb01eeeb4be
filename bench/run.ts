import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/schema-engine";
import { createDb } from "@/lib/db/client";
import { newUuid } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { benchDelivery } from "./delivery";
import { benchIngestion } from "./ingestion";
import { benchPages } from "./pages";
import type { Bench, Result } from "./bench";

/**
 * Measures Aviso against the raw limit of the same machine in the same run. Uses the Postgres of DATABASE_URL (any database
 * of it that may make others), else starts its own, durable, in a temporary folder. Everything it made is gone afterwards.
 * `npm run bench -- delivery` measures that part only; `npm run bench -- pages` the server's time for each page, over a million events.
 */
const folder = mkdtempSync(path.join(tmpdir(), "aviso-bench-"));
const given = process.env.DATABASE_URL;
const server = given ? null : await startEmbedded({ dataDir: path.join(folder, "postgres") });
const adminUrl = given ?? server!.url;
const name = `aviso_bench_${randomBytes(4).toString("hex")}`;

try {
  await admin(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  await applyMigrations(url, path.resolve("prisma/migrations"));
  const results = await measure(url);
  if (results.length > 0) show(results);
} finally {
  await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server?.stop();
  if (server?.dataDir.startsWith("/var/lib/aviso/")) rmSync(path.dirname(server.dataDir), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url: string): Promise<Result[]> {
  const db = createDb(url);
  try {
    await db.$queryRaw`SELECT aviso_ensure_partitions(current_date - 1, current_date + 1)`;
    const bench: Bench = { url, ctx: { db, workspaceId: newUuid(), actor: { kind: "system", name: "bench" }, now: () => new Date(), secretKey: randomBytes(32), origin: "http://aviso.bench" }, subscribe, unsubscribe };
    await db.workspace.create({ data: { id: bench.ctx.workspaceId, name: "Bench" } });
    const only = process.argv[2];
    if (only === "pages") {
      await benchPages(bench);
      return [];
    }
    const parts = { ingestion: benchIngestion, delivery: benchDelivery };
    const results: Result[] = [];
    for (const [part, run] of Object.entries(parts)) if (!only || only === part) results.push(...(await run(bench)));
    return results;
  } finally {
    await db.$disconnect();
  }
}

async function subscribe(this: Bench, target: string): Promise<string> {
  const { db, workspaceId, secretKey } = this.ctx;
  const id = newUuid();
  await db.subscription.create({
    data: { id, workspaceId, name: "Sink", url: target, maxInFlight: 100, secrets: { create: { id: newUuid(), secretEncrypted: seal(secretKey, newSecret()) } } },
  });
  await db.workspace.update({ where: { id: workspaceId }, data: { configVersion: { increment: 1 } } });
  return id;
}

async function unsubscribe(this: Bench, subscriptionId: string): Promise<void> {
  const { db, workspaceId } = this.ctx;
  await db.queueEntry.deleteMany({ where: { subscriptionId } });
  await db.subscription.update({ where: { id: subscriptionId }, data: { deletedAt: new Date() } });
  await db.workspace.update({ where: { id: workspaceId }, data: { configVersion: { increment: 1 } } });
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function show(results: Result[]): void {
  const figure = (n: number | undefined) => (n === undefined ? "–" : n < 10 ? n.toFixed(3) : Math.round(n));
  const rows = results.map(({ what, raw, rate, ratio = raw && rate / raw, target }) => {
    const [goal, isMet] = !target ? ["–", null] : "ratio" in target ? [`ratio ≥ ${target.ratio}`, ratio! >= target.ratio] : "rate" in target ? [`≥ ${target.rate}/s`, rate >= target.rate] : [`≤ ${target.atMost}`, rate <= target.atMost];
    return { measured: what, "raw limit/s": figure(raw), "Aviso": figure(rate), ratio: ratio ? ratio.toFixed(2) : "–", target: goal, met: isMet === null ? "–" : isMet ? "yes" : "no" };
  });
  console.table(rows);
}
