import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import { listAudit } from "@/lib/services/audit/list";
import type { Ctx } from "@/lib/services/context";
import { createInvitation } from "@/lib/services/invitations/create";
import { findInvitation, isIn } from "@/lib/services/invitations/find";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createWorkspace } from "@/lib/testing/fixtures";
import { findPersonOfNewSession } from "@/lib/testing/session";
import { changePassword } from "./change-password";
import { findSignInWays } from "./find-sign-in-ways";
import { logIn } from "./log-in";
import { hashPassword } from "./password";
import { signInByProvider } from "./sign-in-by-provider";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let owner: Awaited<ReturnType<typeof createPerson>>;
const password = "correct horse battery";
const address = "198.51.100.7";

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await createPerson(await createWorkspace(database.db), "owner", { name: "Ana", email: `ana-${newUuid()}@example.com` });
});
afterAll(() => database.close());

const come = (sub: string, email: unknown, more: object = {}) =>
  signInByProvider({ db: database.db, now: new Date(), address, locale: "en", providerName: "Acme", claims: { iss: "https://id.example", sub, email, email_verified: true, name: "Bia", ...more } });

async function somebody(): Promise<Ctx & { actor: { id: string }; email: string }> {
  const email = `${newUuid()}@example.com`;
  const ctx = await createPerson(owner, "developer", { name: "Bia", email });
  await database.db.user.update({ where: { id: ctx.actor.id }, data: { passwordHash: await hashPassword(password) } });
  return { ...ctx, email };
}

test("a verified e-mail lets its person in, whatever its case, and the log says by what", async () => {
  const bia = await somebody();
  expect(await come("bia", bia.email.toUpperCase())).toMatchObject({ outcome: "welcome", person: { id: bia.actor.id, email: bia.email } });
  expect(await come("bia", bia.email)).toMatchObject({ outcome: "welcome" });
  const { data: entries } = await listAudit({ ctx: bia, input: { action: "person.signedIn" } });
  expect(entries).toMatchObject([
    { actor: { name: "Bia" }, address, after: { by: "Acme" } },
    { actor: { name: "Bia" }, address, after: { by: "Acme", isFirst: true } },
  ]);
});

test("an e-mail that the provider did not verify, or none, lets nobody in and binds nothing", async () => {
  const bia = await somebody();
  for (const [email, more] of [[bia.email, { email_verified: false }], [bia.email, { email_verified: "true" }], [bia.email, { email_verified: undefined }], [undefined, {}], [[bia.email], {}], ["no e-mail", {}]] as const) {
    expect(await come("bia2", email, more)).toEqual({ outcome: "unverified" });
  }
  expect(await database.db.signInIdentity.count({ where: { userId: bia.actor.id } })).toBe(0);
  expect((await logIn({ db: database.db, input: { email: bia.email, password, address } })).outcome).toBe("welcome");
});

test("an e-mail that nobody has makes no account", async () => {
  const before = await database.db.user.count();
  expect(await come("stranger", "stranger@example.com")).toEqual({ outcome: "unknown" });
  expect(await database.db.user.count()).toBe(before);
});

test("the provider's account is bound at its first use: the e-mail under another account is refused, and nothing of the person's ends by it", async () => {
  const bia = await somebody();
  const first = await come("first", bia.email);
  expect(first.outcome).toBe("welcome");
  expect(await come("second", bia.email)).toEqual({ outcome: "otherAccount" });
  const { sessionVersion } = (first as { person: { sessionVersion: number } }).person;
  expect(await findPersonOfNewSession({ db: database.db, personId: bia.actor.id, sessionVersion })).not.toBeNull();
  // The account stays the same person when its e-mail changes at the provider.
  expect(await come("first", "bia.new@example.com")).toMatchObject({ outcome: "welcome", person: { id: bia.actor.id, email: bia.email } });
  // Another provider's accounts are others.
  expect(await come("first", owner.actor.name, { iss: "https://other.example" })).toEqual({ outcome: "unverified" });
});

test("of first sign-ins at the same moment by two accounts one binds; by one account both get in", async () => {
  const bia = await somebody();
  const rivals = await Promise.all(["rival1", "rival2", "rival3"].map((sub) => come(sub, bia.email)));
  expect(rivals.map(({ outcome }) => outcome).toSorted()).toEqual(["otherAccount", "otherAccount", "welcome"]);
  const clara = await somebody();
  const twice = await Promise.all(["clara", "clara"].map((sub) => come(sub, clara.email)));
  expect(twice.map(({ outcome }) => outcome)).toEqual(["welcome", "welcome"]);
  expect(new Set(twice.map((result) => JSON.stringify(result))).size).toBe(1);
});

test("who made an account with somebody else's e-mail is out when its owner comes by the provider", async () => {
  const bia = await somebody();
  const { sessionVersion } = await database.db.user.findUniqueOrThrow({ where: { id: bia.actor.id } });
  await come("proved", bia.email);
  expect(await findPersonOfNewSession({ db: database.db, personId: bia.actor.id, sessionVersion })).toBeNull();
  expect((await logIn({ db: database.db, input: { email: bia.email, password, address } })).outcome).toBe("refused");
});

test("an open invitation that was mailed to the e-mail makes an account without a password, once, in its role", async () => {
  const email = "invited@example.com";
  const { url } = await createInvitation({ ctx: owner, input: { role: "viewer", email } });
  const token = url.split("/").at(-1)!;
  const result = await come("invited", email, { name: "In\u202evited" });
  expect(result).toMatchObject({ outcome: "welcome", person: { email, name: "invited" } });
  const { id } = (result as { person: { id: string } }).person;
  expect(await findPersonOfNewSession({ db: database.db, personId: id, sessionVersion: 1 })).toMatchObject({ current: { role: "viewer", workspace: { id: owner.workspaceId } } });
  expect(await findInvitation({ db: database.db, token, now: new Date() })).toBeNull();
  expect(await isIn({ db: database.db, token, personId: id })).toBe(true);
  expect(await isIn({ db: database.db, token, personId: newUuid() })).toBe(false);
  expect(await findSignInWays({ db: database.db, personId: id })).toEqual({ hasPassword: false, isBound: true });
});

test("an invitation to be an owner, to another e-mail, or that is over lets nobody in by the provider", async () => {
  await createInvitation({ ctx: owner, input: { role: "owner", email: "boss@example.com" } });
  await createInvitation({ ctx: owner, input: { role: "viewer", note: "no e-mail" } });
  await createInvitation({ ctx: { ...owner, now: () => new Date(Date.now() - 8 * 86_400_000) }, input: { role: "viewer", email: "late@example.com" } });
  for (const email of ["boss@example.com", "late@example.com", "anybody@example.com"]) expect(await come(email, email), email).toEqual({ outcome: "unknown" });
});

test("who has no password sets a first one only soon after a sign-in, and signs in with it then", async () => {
  const bia = await somebody();
  await come("first password", bia.email);
  const set = (ctx: Ctx) => changePassword({ ctx, input: { currentPassword: "", newPassword: "a first long password" } });
  await expect(set({ ...bia, now: () => new Date(Date.now() + 16 * 60_000) })).rejects.toMatchObject({ code: "conflict" });
  await set(bia);
  expect((await logIn({ db: database.db, input: { email: bia.email, password: "a first long password", address } })).outcome).toBe("welcome");
  // From now on it is asked for.
  await expect(set(bia)).rejects.toMatchObject({ code: "invalid" });
});
