import { execFile } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { findRunning, startEmbedded } from "@/lib/db/embedded";
import { newUuid } from "@/lib/domain/ids";
import { findReset } from "@/lib/services/password-resets/find";
import { makeDataFolder } from "@/lib/testing/data-folder";
import { createTestDatabase } from "@/lib/testing/database";

function run(args: string[], env: Record<string, string>): Promise<{ code: number; said: string; complained: string }> {
  return new Promise((resolve) => {
    const child = execFile("node", ["--import", "tsx", "bin/reset-password.ts", ...args], { env: { ...process.env, AVISO_DATA_DIR: "/nonexistent", DATABASE_URL: "", ...env } }, (_error, said, complained) => resolve({ code: child.exitCode!, said, complained }));
  });
}

test("the command prints a link that works, and says in one line what is wrong", { timeout: 60_000 }, async () => {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, AVISO_URL: "https://aviso.example" };
  const id = newUuid();
  await database.db.user.create({ data: { id, name: "Ana", email: "ana@reset.example" } });
  const { code, said } = await run(["ana@reset.example"], env);
  expect([code, said]).toEqual([0, expect.stringMatching(/^Ana was signed out everywhere\. .+\nhttps:\/\/aviso\.example\/reset\/[\w-]{43}\n$/)]);
  expect(await findReset(database.db, { token: said.trim().slice(-43), now: new Date() })).toMatchObject({ userId: id, sessionVersion: 2 });
  for (const [args, values, line] of [[[], env, /^aviso: Whose password\?/], [["nobody@reset.example"], env, /^aviso: Nobody has/], [["no e-mail"], env, /^aviso: "no e-mail" is no e-mail address/], [["ana@reset.example"], {}, /^aviso: There is no database/]] as const) {
    const answer = await run([...args], values);
    expect([answer.code, answer.complained.trim().split("\n").length], answer.complained).toEqual([1, 1]);
    expect(answer.complained).toMatch(line);
  }
  await database.close();
});

test("beside a local start it finds the database that this one runs", { timeout: 60_000 }, async () => {
  const folder = makeDataFolder("aviso-reset-");
  const dataDir = path.join(folder.path, "postgres");
  expect(findRunning(dataDir)).toBeNull();
  const server = await startEmbedded({ dataDir, isDurable: false });
  expect(findRunning(dataDir)).toBe(server.url);
  await server.stop();
  expect(findRunning(dataDir)).toBeNull();
  folder.remove();
});
