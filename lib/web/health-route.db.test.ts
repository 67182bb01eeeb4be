import { expect, test, vi } from "vitest";
import { createTestDatabase } from "@/lib/testing/database";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

test("/api/health answers 503 while no worker lives, 200 with one, and 503 when the database is away", async () => {
  const database = await createTestDatabase();
  for (const [name, value] of Object.entries({ DATABASE_URL: database.url, AVISO_SECRET_KEY: Buffer.alloc(32).toString("base64") })) vi.stubEnv(name, value);
  const { GET } = (await import.meta.glob<{ GET(): Promise<Response> }>("/app/api/health/route.ts")["/app/api/health/route.ts"]!());
  const answers = async (status: number, body: object) => {
    const response = await GET();
    expect([response.status, await response.json()]).toMatchObject([status, body]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  };
  // An answer is kept for a second.
  const until = (status: number, body: object) => vi.waitFor(() => answers(status, body), { timeout: 10_000, interval: 50 });

  await answers(503, { isHealthy: false, database: "up", worker: { isAlive: false, lastBeatAt: null }, queue: { depth: 0 } });
  await database.db.workerHeartbeat.create({ data: { workerId: "w", startedAt: new Date(), beatAt: new Date(), inFlight: 0, version: "test" } });
  await until(200, { isHealthy: true, worker: { isAlive: true } });
  await database.close();
  await until(503, { isHealthy: false, database: "down", queue: null });
  vi.unstubAllEnvs();
  const { getRuntime } = await import("./runtime");
  await getRuntime().db.$disconnect();
});
