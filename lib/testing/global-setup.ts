import { existsSync, mkdtempSync, rmSync, statfsSync, symlinkSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, startEmbedded } from "../db/embedded";
import { applyMigrations } from "../db/schema-engine";
import { TEMPLATES } from "./database";

/** Where memory is at hand: each clone of a template is two thousand files, and making them on a disk took a quarter of all tests' time. */
const MEMORY = "/dev/shm";
const ROOM_BYTES = 8 * 1024 ** 3;

/** Starts a Postgres for the tests and migrates the templates that test files clone. */
export default async function setup(): Promise<() => Promise<void>> {
  let server: EmbeddedPostgres | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "aviso-test-"));
  const memory = hasRoom() ? mkdtempSync(path.join(MEMORY, "aviso-test-")) : undefined;
  if (!process.env.AVISO_TEST_ADMIN_URL) {
    // As root a link leads to where the database's user may be.
    const isLinked = memory && process.getuid?.() === 0;
    const dataDir = path.join(isLinked ? folder : (memory ?? folder), "postgres");
    if (isLinked) symlinkSync(path.join(memory, "data"), dataDir);
    server = await startEmbedded({ dataDir, isDurable: false });
    process.env.AVISO_TEST_ADMIN_URL = server.url;
  }
  const adminUrl = process.env.AVISO_TEST_ADMIN_URL;
  const run = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  for (const { name, daysBack } of Object.values(TEMPLATES)) {
    await run(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await run(adminUrl, `CREATE DATABASE ${name}`);
    const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
    await applyMigrations(url, path.resolve("prisma/migrations"));
    await run(url, `SELECT aviso_ensure_partitions(current_date - ${daysBack}, current_date + 14)`);
  }
  return async () => {
    await server?.stop();
    if (server && server.dataDir.startsWith("/var/lib/aviso/")) rmSync(path.dirname(server.dataDir), { recursive: true, force: true });
    for (const made of [folder, ...(memory ? [memory] : [])]) rmSync(made, { recursive: true, force: true });
  };
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY) || freemem() < ROOM_BYTES) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}
