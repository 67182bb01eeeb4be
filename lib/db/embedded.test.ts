import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { startEmbedded } from "./embedded";

vi.setConfig({ testTimeout: 90_000 });
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "aviso-embedded-"));
  folders.push(folder);
  return folder;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return client.query(sql).then(({ rows }) => rows as unknown[]).finally(() => client.end());
}

test("a stopped database that was copied starts with all its rows where the copy stands; one that was killed starts with what was committed", async () => {
  const [asked, copied] = [path.join(newFolder(), "postgres"), path.join(newFolder(), "postgres")];
  const first = await startEmbedded({ dataDir: asked });
  const base = path.dirname(first.dataDir);
  if (base.startsWith("/var/lib/aviso/")) folders.push(base);
  await query(first.url, "CREATE TABLE kept AS SELECT 1 AS n");
  const pid = Number(readFileSync(path.join(first.dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
  await first.ended;

  const again = await startEmbedded({ dataDir: asked, port: first.port });
  expect(again.url).toBe(first.url);
  expect(await query(again.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
  await again.stop();

  // As docs/operation.md says: for root the database stands elsewhere, and a link leads there.
  const isLink = lstatSync(asked).isSymbolicLink();
  rmSync(copied, { recursive: true, force: true });
  if (isLink) {
    const backup = path.join(newFolder(), "backup.tgz");
    execFileSync("tar", ["-czPf", backup, asked, base], { stdio: "pipe" });
    rmSync(asked);
    rmSync(base, { recursive: true });
    execFileSync("tar", ["-xzpPf", backup], { stdio: "pipe" });
    expect(readlinkSync(asked)).toBe(path.join(base, "data"));
  } else {
    cpSync(asked, copied, { recursive: true });
    cpSync(`${asked}.password`, `${copied}.password`);
  }
  const restored = await startEmbedded({ dataDir: isLink ? asked : copied });
  expect(await query(restored.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
  await restored.stop();
  expect(existsSync(path.join(restored.dataDir, "postmaster.pid"))).toBe(false);
});
