import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { createDb } from "@/lib/db/client";
import { type EmbeddedPostgres, startEmbedded } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/schema-engine";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { freePort } from "@/lib/testing/free-port";
import { type Part, startPart } from "./processes";
import { type Proxy, startProxy } from "@/lib/testing/tcp-proxy";
import type { Behaviour, Order, Received } from "./receiver";

/** A subscription of the house and what it should get. */
export interface Subscribed {
  id: string;
  /** On the counting receiver; null when it leads elsewhere. */
  path: string | null;
  /** Null for all types. */
  types: string[] | null;
}

export interface HouseOptions {
  /** Short, so that a killed worker's deliveries need not be waited for. Without it: the real one. */
  leaseSec?: number;
  webs?: number;
  workers?: number;
  /** For the database's server. */
  postgresEnv?: Record<string, string>;
  webEnv?: Record<string, string>;
  /** For the web and the workers. */
  env?: Record<string, string>;
  /** A folder, on a file system of its own, for all that the database keeps. */
  tablespace?: string;
}

/** Aviso as it runs in production, every part a process of its own, with a database and a receiver that it can lose. */
export interface House {
  ctx: Ctx;
  apiKey: string;
  proxy: Proxy;
  receiverPort: number;
  webs: Part[];
  workers: Part[];
  subscriptions: Subscribed[];
  /** How far the web's clock was set ahead (ms): lists end at its time. */
  webAheadMs: number;
  webUrls(): string[];
  startWeb(index?: number): Promise<Part>;
  startWorker(env?: Record<string, string>, through?: string[]): Promise<Part>;
  subscribe(options: { path?: string; url?: string; types?: string[]; maxInFlight?: number; timeoutMs?: number }): Promise<Subscribed>;
  /** `kill -9` of the database's server; its helpers end by themselves. */
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  /** The same data behind another address; connections to the old one hear nothing any more. */
  movePostgres(whileSilent: () => Promise<void>): Promise<void>;
  directUrl(): string;
  /** Straight to the database, not through the proxy. */
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** What the receiver got so far. */
  received(): Promise<Received[]>;
  behave(path: string, behaviour: Behaviour): Promise<void>;
  close(): Promise<void>;
}

/** Opens a house with an empty workspace. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = mkdtempSync(path.join(tmpdir(), "aviso-chaos-"));
  const dataDir = path.join(folder, "postgres");
  let port = await freePort();
  const start = () => startEmbedded({ dataDir, port, ...(options.postgresEnv ? { env: { ...process.env, ...options.postgresEnv } } : {}) });
  let postgres: EmbeddedPostgres = await start();
  let url = Object.assign(new URL(postgres.url), { pathname: "/aviso" }).href;
  if (options.tablespace) {
    const { uid, gid } = statSync(postgres.dataDir);
    chownSync(options.tablespace, uid, gid);
    await run(postgres.url, `CREATE TABLESPACE small LOCATION '${options.tablespace}'`);
  }
  await run(postgres.url, `CREATE DATABASE aviso${options.tablespace ? " TABLESPACE small" : ""}`);
  await applyMigrations(url, path.resolve("prisma/migrations"));
  await run(url, "SELECT aviso_ensure_partitions(current_date - 1, current_date + 14)");
  const proxy = await startProxy(port);
  const ctx = await createWorkspace(createDb(url, { max: 2 }));
  const { key: apiKey } = await createApiKey({ ctx, input: { name: "chaos", scope: "manage" } });
  const receiver = await startReceiverProcess();
  const ports = await Promise.all(Array.from({ length: options.webs ?? 1 }, freePort));
  const env: Record<string, string> = {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: Object.assign(new URL(url), { port: String(proxy.port) }).href,
    AVISO_DATA_DIR: folder,
    AVISO_LOCAL: "1",
    AVISO_SECRET_KEY: ctx.secretKey.toString("base64"),
    AVISO_LIMIT_INGEST: "0",
    AVISO_LIMIT_API: "0",
    AVISO_LIMIT_ADDRESS: "0",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ...options.env,
    ...(options.leaseSec ? { AVISO_LEASE_SEC: String(options.leaseSec) } : {}),
  };

  let kept: ReturnType<typeof keepConnection> | undefined;
  const house: House = {
    ctx,
    apiKey,
    proxy,
    receiverPort: Number(new URL(receiver.url).port),
    webs: [],
    workers: [],
    subscriptions: [],
    webAheadMs: 0,
    webUrls: () => ports.map((one) => `http://127.0.0.1:${one}`),
    async startWeb(index = house.webs.length) {
      const origin = `http://127.0.0.1:${ports[index]}`;
      return (house.webs[index] = await startPart("web", { ...env, PORT: String(ports[index]), AVISO_URL: origin, NEXTAUTH_URL: origin, ...options.webEnv }));
    },
    async startWorker(more = {}, through = []) {
      const worker = await startPart("worker", { ...env, AVISO_URL: house.webUrls()[0] ?? "http://127.0.0.1", ...more }, through);
      house.workers = [...house.workers.filter((one) => one.isRunning()), worker];
      return worker;
    },
    async subscribe({ path: at, url: elsewhere, types, maxInFlight = 10, timeoutMs = 15_000 }) {
      const { id } = await createSubscription(ctx, { url: elsewhere ?? `${receiver.url}${at}`, maxInFlight, timeoutMs });
      if (types) await ctx.db.subscription.update({ where: { id }, data: { allEventTypes: false, eventTypes: types } });
      const subscribed = { id, path: at ?? null, types: types ?? null };
      house.subscriptions.push(subscribed);
      return subscribed;
    },
    async killPostgres() {
      process.kill(Number(readFileSync(path.join(postgres.dataDir, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
      await postgres.stop();
    },
    async startPostgres() {
      postgres = await start();
    },
    async movePostgres(whileSilent) {
      proxy.silence();
      await whileSilent();
      await house.killPostgres();
      proxy.target = port = await freePort();
      url = Object.assign(new URL(url), { port: String(port) }).href;
      postgres = await start();
    },
    directUrl: () => url,
    async query<Row>(sql: string, values: unknown[] = []) {
      if (kept?.url !== url || kept.isLost) kept = keepConnection(url);
      const client = await kept.client;
      return (await client.query(sql, values)).rows as Row[];
    },
    received: receiver.received,
    behave: receiver.behave,
    async close() {
      await Promise.all([...house.workers, ...house.webs].map((part) => part.signal("SIGTERM")));
      receiver.close();
      await ctx.db.$disconnect();
      await proxy.close();
      await kept?.client.then((client) => client.end(), () => undefined);
      await postgres.stop();
      if (postgres.dataDir.startsWith("/var/lib/aviso/")) rmSync(path.dirname(postgres.dataDir), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await Promise.all([...ports.map((_, index) => house.startWeb(index)), ...Array.from({ length: options.workers ?? 1 }, () => house.startWorker())]);
  return house;
}

/** Everything that holds at any moment: how many deliveries are claimed, which is what a fault can double at most. */
export async function countClaimed(house: House): Promise<number> {
  const [row] = await house.query<{ n: number }>("SELECT count(*)::int AS n FROM queue WHERE claim_id IS NOT NULL");
  return row!.n;
}

async function startReceiverProcess() {
  const child = fork(path.resolve("chaos/receiver.ts"), { execArgv: ["--import", "tsx"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const records: Received[] = [];
  let asking: Promise<unknown> = Promise.resolve();
  const ask = (order: Order): Promise<Received[]> => {
    const answer = asking.then(async () => {
      child.send(order);
      return ((await once(child, "message")) as [{ records: Received[] }])[0].records;
    });
    asking = answer;
    return answer;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    async received() {
      records.push(...(await ask({ kind: "records", from: records.length })));
      return records;
    },
    async behave(at: string, behaviour: Behaviour) {
      await ask({ kind: "behave", path: at, behaviour });
    },
    close: () => child.disconnect(),
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = await keepConnection(url).client;
  await client.query(sql).finally(() => client.end());
}

/** A connection for many questions; one that is lost or was never made is known as such. */
function keepConnection(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  const kept = { url, isLost: false, client: client.connect().then(() => client) };
  const lose = () => void (kept.isLost = true);
  client.on("error", lose).on("end", lose);
  kept.client.catch(lose);
  return kept;
}
