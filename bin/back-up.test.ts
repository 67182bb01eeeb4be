import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Webhook } from "standardwebhooks";
import { afterEach, expect, test, vi } from "vitest";
import { createDb } from "@/lib/db/client";
import { type EmbeddedPostgres, startEmbedded } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/schema-engine";
import { deliverWaiting } from "@/lib/testing/deliver-waiting";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { startReceiver } from "@/lib/testing/receiver-server";
import { sendEvents } from "@/lib/testing/send-events";
import { readSecretKey } from "./data-dir";

vi.setConfig({ testTimeout: 90_000 });
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "aviso-embedded-"));
  folders.push(folder);
  return folder;
}

async function using<T>({ url }: EmbeddedPostgres, work: (db: ReturnType<typeof createDb>) => Promise<T>): Promise<T> {
  const db = createDb(url);
  return work(db).finally(() => db.$disconnect());
}

// As docs/operation.md says of a local start. For root the database stands elsewhere, and a link leads there.
test("a folder whose database was killed starts with all that was committed; stopped, packed and unpacked, it delivers what waited, signed with the secret that its key opens", async () => {
  const [folder, copy] = [newFolder(), newFolder()];
  const receiver = await startReceiver();
  const first = await startEmbedded({ dataDir: path.join(folder, "postgres") });
  const base = path.dirname(first.dataDir);
  if (base.startsWith("/var/lib/aviso/")) folders.push(base);
  await applyMigrations(first.url, path.resolve("prisma/migrations"));
  const { secret, sent } = await using(first, async (db) => {
    await db.$queryRaw`SELECT aviso_ensure_partitions(current_date, current_date)`;
    const ctx = { ...(await createWorkspace(db)), secretKey: readSecretKey(folder, false) };
    const { secret } = await createSubscription(ctx, { url: receiver.url });
    return { secret, sent: await sendEvents(ctx, 3) };
  });
  const pid = Number(readFileSync(path.join(first.dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
  await first.ended;

  const again = await startEmbedded({ dataDir: path.join(folder, "postgres"), port: first.port });
  expect(again.url).toBe(first.url);
  expect(await using(again, (db) => db.event.count())).toBe(3);
  await again.stop();

  const isLink = lstatSync(path.join(folder, "postgres")).isSymbolicLink();
  if (isLink) {
    const backup = path.join(newFolder(), "backup.tgz");
    execFileSync("tar", ["-czPf", backup, folder, base], { stdio: "pipe" });
    for (const lost of [folder, base]) rmSync(lost, { recursive: true });
    execFileSync("tar", ["-xzpPf", backup], { stdio: "pipe" });
    expect(readlinkSync(path.join(folder, "postgres"))).toBe(path.join(base, "data"));
  } else {
    cpSync(folder, copy, { recursive: true });
    rmSync(folder, { recursive: true });
  }
  const there = isLink ? folder : copy;
  const restored = await startEmbedded({ dataDir: path.join(there, "postgres") });
  expect(await applyMigrations(restored.url, path.resolve("prisma/migrations"))).toEqual([]);
  await using(restored, (db) => deliverWaiting(db, readSecretKey(there, true)));
  expect(receiver.requests).toHaveLength(3);
  const events = receiver.requests.map(({ body, headers }) => new Webhook(secret).verify(body, headers as Record<string, string>) as { id: string });
  expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  await using(restored, async (db) => {
    expect(await db.delivery.count({ where: { status: "delivered", id: { in: sent.map(({ deliveryId }) => deliveryId) } } })).toBe(3);
  });
  await receiver.close();
  await restored.stop();
  expect(existsSync(path.join(restored.dataDir, "postmaster.pid"))).toBe(false);
});
