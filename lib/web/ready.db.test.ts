import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "@/lib/testing/free-port";
import { createTestDatabase } from "@/lib/testing/database";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv("AVISO_SECRET_KEY", Buffer.alloc(32, 1).toString("base64"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
});

/** What a web process that has just started answers to a load balancer. */
async function ask(databaseUrl: string): Promise<{ status: number; body: unknown }> {
  vi.stubEnv("DATABASE_URL", databaseUrl);
  vi.resetModules();
  const { GET } = await import("@/app/api/ready/route");
  const { getRuntime } = await import("./runtime");
  try {
    const response = await GET();
    return { status: response.status, body: await response.json() };
  } finally {
    await getRuntime().db.$disconnect();
    delete (globalThis as Record<symbol, unknown>)[Symbol.for("aviso.runtime")];
  }
}

test("a process may be sent requests when its database answers and has all migrations of its version", async () => {
  expect(await ask(database.url)).toEqual({ status: 200, body: { isReady: true, database: "up", pendingMigrations: 0 } });
});

test("it may not while a migration is missing, nor while one is half done", async () => {
  const [{ name }] = await database.db.$queryRaw<[{ name: string }]>`SELECT max(migration_name) AS name FROM _prisma_migrations`;
  const missing = { status: 503, body: { isReady: false, database: "up", pendingMigrations: 1 } };
  await database.db.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${name}`;
  expect(await ask(database.url)).toEqual(missing);
  await database.db.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${name}`;
  expect(await ask(database.url)).toEqual(missing);
});

test("it may not while the database is away", async () => {
  const away = Object.assign(new URL(database.url), { port: String(await freePort()) }).href;
  expect(await ask(away)).toEqual({ status: 503, body: { isReady: false, database: "down", pendingMigrations: null } });
});
