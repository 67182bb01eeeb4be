import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { findPersonOfNewSession } from "@/lib/testing/session";
import { changePassword, MOST_WRONG } from "./change-password";
import { LOG_IN_LIMITS, logIn } from "./log-in";
import { needsSetUp, setUpOwner } from "./set-up-owner";
import { deleteExpiredTries } from "./throttle";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
const password = "correct horse battery";
const owner = { name: "Ana", email: "Ana@Example.com", password, workspaceName: "Ana's school" };

beforeAll(async () => {
  database = await createTestDatabase();
  const results = await Promise.all(Array.from({ length: 5 }, (_, index) => setUpOwner({ db: database.db, input: { ...owner, email: `${index}${owner.email}` } })));
  const made = results.find((result) => result.outcome === "created");
  if (made?.outcome !== "created") throw new Error("no owner was made");
  await database.db.user.update({ where: { id: made.userId }, data: { email: "ana@example.com" } });
  ctx = { db: database.db, workspaceId: made.workspaceId, actor: { kind: "user", id: made.userId, name: "Ana" }, now: () => new Date(), secretKey: randomBytes(32), origin: "http://localhost" };
});
afterAll(() => database.close());

const tryLogIn = (email: string, tried: string, address: string) => logIn({ db: database.db, input: { email, password: tried, address } });

test("of set-ups at the same moment one makes the owner, and none can after that", async () => {
  expect(await database.db.user.count()).toBe(1);
  expect(await database.db.workspace.count()).toBe(1);
  expect(await needsSetUp({ db: database.db })).toBe(false);
  expect(await setUpOwner({ db: database.db, input: owner })).toEqual({ outcome: "already_set_up" });
});

test("the right password lets in, whatever the case of the e-mail", async () => {
  expect(await tryLogIn(" ANA@example.com", password, "10.0.0.1")).toMatchObject({ outcome: "welcome", person: { email: "ana@example.com" } });
});

test("a wrong password and an unknown e-mail give the same answer in the same time", async () => {
  const timed = async (email: string, address: string) => {
    const startedAt = performance.now();
    return { answer: await tryLogIn(email, "wrong password", address), ms: performance.now() - startedAt };
  };
  const wrong: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 9; round++) {
    const a = await timed("ana@example.com", `10.1.0.${round}`);
    const b = await timed("nobody@example.com", `10.1.1.${round}`);
    expect(a.answer).toEqual({ outcome: "refused" });
    expect(b.answer).toEqual(a.answer);
    wrong.push(a.ms);
    unknown.push(b.ms);
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[4]!;
  // Without the stand-in hash the unknown e-mail answers many times faster.
  expect(median(unknown)).toBeGreaterThan(median(wrong) * 0.5);
  expect(median(unknown)).toBeLessThan(median(wrong) * 2);
});

test("tries at the same moment are all counted: past the limit even the right password waits, elsewhere it does not", async () => {
  const results = await Promise.all(Array.from({ length: 12 }, () => tryLogIn("ana@example.com", "wrong password", "10.2.0.1")));
  expect(results.filter(({ outcome }) => outcome === "refused")).toHaveLength(LOG_IN_LIMITS.accountAtAddress);
  const next = await tryLogIn("ana@example.com", password, "10.2.0.1");
  expect(next.outcome === "throttled" && next.retryAfterSec).toBeGreaterThan(60);
  expect((await tryLogIn("ana@example.com", password, "10.2.0.2")).outcome).toBe("welcome");
});

test("one address that tries many accounts is stopped", async () => {
  const results = await Promise.all(Array.from({ length: LOG_IN_LIMITS.address + 5 }, (_, index) => tryLogIn(`someone${index}@example.com`, "wrong password", "10.3.0.1")));
  expect(results.filter(({ outcome }) => outcome === "refused").length).toBe(LOG_IN_LIMITS.address);
  expect(await tryLogIn("ana@example.com", password, "10.3.0.1")).toMatchObject({ outcome: "throttled" });
});

test("a stranger who makes up e-mails without end leaves no more behind than may be tried, and holds up no account with what was refused", async () => {
  await database.db.rateLimiterFlexible.deleteMany();
  for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, (_, index) => tryLogIn(`${randomBytes(9).toString("hex")}${index}@example.com`, "wrong password", "10.8.0.1")));
  expect(await database.db.rateLimiterFlexible.count()).toBeLessThanOrEqual(2 * LOG_IN_LIMITS.address + 1);
  // One address cannot use up what an account may be tried from all.
  for (let round = 0; round < LOG_IN_LIMITS.account; round++) await tryLogIn("ana@example.com", "wrong password", "10.8.0.2");
  expect((await tryLogIn("ana@example.com", password, "10.8.0.3")).outcome).toBe("welcome");
  await database.db.rateLimiterFlexible.deleteMany();
});

test("counts that are over are deleted, and no others", async () => {
  const now = new Date();
  const over = Array.from({ length: 10_001 }, (_, index) => ({ key: `over${index}`, points: 1, expire: new Date(now.getTime() - 1) }));
  await database.db.rateLimiterFlexible.createMany({ data: [...over, { key: "held", points: 1, expire: new Date(now.getTime() + 60_000) }] });
  await deleteExpiredTries(database.db, now);
  expect(await database.db.rateLimiterFlexible.findMany({ select: { key: true } })).toEqual([{ key: "held" }]);
  await database.db.rateLimiterFlexible.deleteMany();
});

test("whatever strangers try from everywhere, a browser that the account signed in on before is let in; it has a count of its own", async () => {
  const tryOn = (device: string | null, tried: string, address: string) => logIn({ db: database.db, input: { email: "ana@example.com", password: tried, address, device } });
  // Also at the person's own address, which they may share.
  for (let round = 0; round < 12; round++) await Promise.all(Array.from({ length: 5 }, (_, index) => tryOn(null, "wrong password", `10.5.${round}.${index}`)));
  for (let round = 0; round < 6; round++) await tryOn(null, "wrong password", "10.6.0.1");
  expect(await tryOn(null, password, "10.6.0.2")).toMatchObject({ outcome: "throttled" });
  expect(await tryOn("anas-laptop", password, "10.6.0.1")).toMatchObject({ outcome: "welcome" });

  const guesses = await Promise.all(Array.from({ length: LOG_IN_LIMITS.device + 3 }, (_, index) => tryOn("stolen", "wrong password", `10.7.0.${index}`)));
  expect(guesses.filter(({ outcome }) => outcome === "refused")).toHaveLength(LOG_IN_LIMITS.device);
  expect(guesses.filter(({ outcome }) => outcome === "throttled")).toHaveLength(3);
  expect(await tryOn("stolen", password, "10.7.0.1")).toMatchObject({ outcome: "throttled" });
  expect(await tryOn("anas-laptop", password, "10.7.0.1")).toMatchObject({ outcome: "welcome" });
  await database.db.rateLimiterFlexible.deleteMany();
});

test("in a session that somebody left open the current password cannot be guessed", async () => {
  const guess = (currentPassword: string) => changePassword({ ctx, input: { currentPassword, newPassword: "the thief's password" } });
  const tries = await Promise.allSettled(Array.from({ length: MOST_WRONG + 3 }, (_, index) => guess(`guess ${index}`)));
  expect(tries.map((result) => (result.status === "rejected" ? (result.reason as { code: string }).code : "changed")).toSorted()).toEqual([...Array<string>(MOST_WRONG).fill("invalid"), ...Array<string>(3).fill("limit_exceeded")]);
  await expect(guess(password)).rejects.toMatchObject({ code: "limit_exceeded", retryAfterSec: expect.any(Number) });
  await database.db.rateLimiterFlexible.deleteMany();
});

test("changing the password ends the other sessions, keeps the one that asked, and takes the right current password", async () => {
  const before = await tryLogIn("ana@example.com", password, "10.4.0.1");
  if (before.outcome !== "welcome") throw new Error("not let in");
  const { id: personId, sessionVersion } = before.person;
  await expect(changePassword({ ctx, input: { currentPassword: "wrong", newPassword: "another long secret" } })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "currentPassword" }] });
  expect(await findPersonOfNewSession({ db: database.db, personId, sessionVersion })).toMatchObject({ user: { email: "ana@example.com" } });

  const renewed = await changePassword({ ctx, input: { currentPassword: password, newPassword: "another long secret" } });
  expect(await findPersonOfNewSession({ db: database.db, personId, sessionVersion })).toBeNull();
  expect(await findPersonOfNewSession({ db: database.db, personId, sessionVersion: renewed.sessionVersion })).toMatchObject({ current: { workspace: { name: "Ana's school" }, role: "owner" } });
  expect((await tryLogIn("ana@example.com", password, "10.4.0.2")).outcome).toBe("refused");
  expect((await tryLogIn("ana@example.com", "another long secret", "10.4.0.2")).outcome).toBe("welcome");
});
