import { randomBytes } from "node:crypto";
import NextAuth, { getServerSession } from "next-auth";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { SealingKey } from "@/lib/domain/sealed";
import { setUpOwner } from "@/lib/services/people/set-up-owner";
import { createTestDatabase } from "@/lib/testing/database";
import { authOptions, renewSession } from "./auth";
import { keepBrowserLocale } from "./browser-locale";
import { chooseWorkspace } from "./workspace-cookie";

interface Cookie { name: string; value: string; secure?: boolean; httpOnly?: boolean; sameSite?: string }
const ours = new Map<string, Cookie>();
// What Next has inside of a request only: the browser's cookies and headers.
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: (name: string) => ours.get(name), set: (name: string, value: string, options: object) => ours.set(name, { name, value, ...options }) }),
  headers: async () => new Headers(),
}));

const person = { name: "Ana", email: "ana@example.com", password: "correct horse battery" };
const [older, newer] = [randomBytes(32), randomBytes(32)];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;
let workspaceId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const made = await setUpOwner({ db: database.db, input: { ...person, workspaceName: "Ana's school" } });
  if (made.outcome !== "created") throw new Error("no owner was made");
  ({ userId, workspaceId } = made);
});
afterAll(() => database.close());
beforeEach(() => ours.clear());

/** Makes this process one of an Aviso at an address, with a key. */
function run(origin: string, secretKey: SealingKey): void {
  vi.stubEnv("NEXTAUTH_URL", origin);
  (globalThis as Record<symbol, unknown>)[Symbol.for("aviso.runtime")] = { db: database.db, secretKey, settings: { origin, oidc: undefined } };
}

/** A request to next-auth. @returns the cookies that it sets, and its answer */
async function ask(action: string[], { cookies = [], body }: { cookies?: Cookie[]; body?: object } = {}): Promise<{ set: string[]; json: Record<string, string> }> {
  let set: string[] = [];
  let json = {};
  const keep = (value: object) => void (json = value);
  const response = { getHeader: () => [...set], setHeader: (name: string, value: string[]) => void (name === "Set-Cookie" && (set = value)), status: () => response, json: keep, send: keep };
  const jar = Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
  await NextAuth({ method: body ? "POST" : "GET", headers: {}, cookies: jar, query: { nextauth: action }, body } as never, response as never, authOptions());
  return { set, json };
}

const parse = (line: string): Cookie => ({ name: line.split("=")[0]!, value: decodeURIComponent(/=([^;]*)/.exec(line)![1]!), secure: /; Secure(;|$)/.test(line), httpOnly: /; HttpOnly(;|$)/.test(line), sameSite: /; SameSite=(\w+)/.exec(line)![1]!.toLowerCase() });

const sessionOf = ({ name, value }: Cookie) => getServerSession({ headers: {}, cookies: { [name]: value } } as never, { setHeader: () => undefined, getHeader: () => undefined } as never, authOptions());

test.each([["https://aviso.example", true], ["http://localhost:3000", false]])("at %s all cookies of a sign-in are out of scripts' reach, and on https bound to it by name", async (origin, isHttps) => {
  run(origin, older);
  const csrf = await ask(["csrf"]);
  const before = csrf.set.map(parse);
  const signedIn = await ask(["callback", "credentials"], { cookies: before, body: { csrfToken: csrf.json.csrfToken, email: person.email, password: person.password, json: "true" } });
  await chooseWorkspace(workspaceId);
  await keepBrowserLocale("pt-BR");
  const all = [...before, ...signedIn.set.map(parse), ...ours.values()];
  const secure = isHttps ? "__Secure-" : "";
  expect(new Set(all.map(({ name }) => name))).toEqual(new Set([isHttps ? "__Host-next-auth.csrf-token" : "next-auth.csrf-token", `${secure}next-auth.callback-url`, `${secure}aviso.session`, `${secure}aviso.device`, `${secure}aviso.workspace`, "aviso.language"]));
  for (const cookie of all) expect(cookie, cookie.name).toMatchObject({ secure: isHttps, httpOnly: true, sameSite: "lax" });
  expect(await sessionOf(all.find(({ name }) => name.endsWith("aviso.session"))!)).toMatchObject({ personId: userId });
});

test("while the secret key is being changed a session of the old one goes on, and ends with the old key", async () => {
  run("https://aviso.example", older);
  await renewSession({ id: userId, ...person, sessionVersion: 1 });
  const session = ours.get("__Secure-aviso.session")!;
  expect(await sessionOf(session)).toMatchObject({ personId: userId });
  run("https://aviso.example", [newer, older]);
  expect(await sessionOf(session)).toMatchObject({ personId: userId });
  await renewSession({ id: userId, ...person, sessionVersion: 1 });
  const renewed = ours.get("__Secure-aviso.session")!;
  run("https://aviso.example", newer);
  expect([await sessionOf(session), await sessionOf(renewed)]).toEqual([null, expect.objectContaining({ personId: userId })]);
});
