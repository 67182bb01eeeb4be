import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";

export { Prisma } from "./generated/client";

export type Db = PrismaClient;
/** What a use case queries: the client, or a transaction on it. */
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction">;

// On globalThis: the web server and what Next bundles each have a copy of this module, and share one client.
const KEY = Symbol.for("aviso.pools");
const holder = globalThis as { [KEY]?: WeakMap<Db, pg.Pool> };
const pools = (holder[KEY] ??= new WeakMap<Db, pg.Pool>());

/** A transaction that idles is somebody who was frozen or cut off, and its locks hold up everybody. */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** A connection is not kept for ever, so that after a failover none goes on leading to the old server. */
const LIFETIME_SEC = 900;

/**
 * Opens a pool.
 * @param options.max connections at most (10)
 * @param options.mostQueryMs how long an answer is waited for; a server that went away without a word never sends one. Without it: for ever
 */
export function createDb(url: string, options: { max?: number; mostQueryMs?: number } = {}): Db {
  // Not among a connection's start-up parameters, which some poolers refuse.
  const onConnect = (client: pg.ClientBase) => client.query(`SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`) as unknown as void;
  const pool = new pg.Pool({
    onConnect,
    connectionString: url, max: options.max ?? 10, connectionTimeoutMillis: 5_000, keepAlive: true, maxLifetimeSeconds: LIFETIME_SEC,
    ...(options.mostQueryMs ? { query_timeout: options.mostQueryMs } : {}),
  });
  // A connection that is lost while idle is no one's query: the next one opens another.
  pool.on("error", () => undefined);
  const db = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) });
  pools.set(db, pool);
  return db;
}

/** The pool beneath, for the few statements that move so many rows that an ORM's care for each of them would show. */
export function poolOf(db: Db): pg.Pool {
  const pool = pools.get(db);
  if (!pool) throw new Error("This client was not made by createDb");
  return pool;
}
