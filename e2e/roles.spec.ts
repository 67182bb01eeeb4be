import { globSync, readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { roleMay, ROLES, type Permission, type Role } from "../lib/domain/permissions";
import { credentials, expect, test } from "./aviso";
import { addressOf, callAction, openHttp, serverActions, signInOverHttp } from "./http";

test.use({ isSignedIn: false });
test.describe.configure({ mode: "serial" });

const PASSWORD = "a long enough password";
const as: Partial<Record<Role | "stranger", APIRequestContext>> = {};

test.beforeAll(async () => {
  const owner = (as.owner = await openHttp());
  as.stranger = await openHttp();
  expect(await signInOverHttp(owner, credentials)).not.toContain("error");
  for (const role of ROLES.filter((role) => role !== "owner")) {
    const token = /\/join\/([\w-]+)/.exec(await callAction(owner, "createInvitationAction", { role, note: role }))![1]!;
    as[role] = await openHttp();
    expect(await callAction(as[role]!, "acceptInvitationAction", { token, name: `The ${role}`, email: `${role}@roles.example`, password: PASSWORD })).toContain('"isJoined":true');
  }
});
test.afterAll(() => Promise.all(Object.values(as).map((http) => http?.dispose())));

const read = (file: string) => readFileSync(file, "utf8");

test("every page opens for exactly the roles that may, and leads a stranger to the sign-in", async () => {
  const pages = globSync("app/(dashboard)/**/page.tsx").map((file) => ({ address: addressOf(file), permission: /requireCtx\("([\w.]+)"\)/.exec(read(file))?.[1] as Permission | undefined }));
  expect(pages.length).toBeGreaterThan(15);
  for (const { address, permission } of pages) {
    for (const role of ROLES) {
      const response = await as[role]!.get(address);
      const source = await response.text();
      // A page that has begun to stream when it finds out says so inside.
      const isRefused = response.status() === 403 || source.includes("NEXT_HTTP_ERROR_FALLBACK;403");
      expect(withoutNonce(source), `${address} as ${role}`).toBeNull();
      expect(response.status(), `${address} as ${role}`).toBeLessThan(500);
      expect(isRefused, `${address} as ${role}`).toBe(permission !== undefined && !roleMay(role, permission));
    }
    const response = await as.stranger!.get(address);
    expect(`${response.headers()["location"] ?? ""} ${await response.text()}`, `${address} as a stranger`).toMatch(/\/sign-in/);
  }
  for (const address of ["/sign-in", "/reference", "/join/none", "/reset/none", "/nothing-here", "/%ff", "/events/evt_none"]) expect(withoutNonce(await (await as.stranger!.get(address)).text()), address).toBeNull();
});

/** What stands in a page's source and would need a policy that lets anybody's run. */
const withoutNonce = (source: string) => source.match(/<(?:script|style)\b(?![^>]*\snonce="[^"]{20,}")[^>]*>|<[a-z][^>]*\son[a-z]+=|(?:href|src|action)="javascript:/gi);

// What each is asked for; a new one is added here.
const QUERIES: Record<string, string> = { "/events/export": "?period=24h", "/live": "", "/search": "?text=aurora" };

test("every address that the pages' scripts ask answers exactly the roles that docs/permissions.md names, and refuses a stranger", async () => {
  const [head, , ...lines] = read("docs/permissions.md").split("\n").filter((line) => line.startsWith("|")).map((line) => line.split("|").map((cell) => cell.trim()));
  const mayByDocs = (role: Role, permission: string) => lines.find((cells) => cells[1] === `\`${permission}\``)?.[head!.indexOf(role)] === "yes";
  const files = globSync("app/(dashboard)/**/route.ts");
  expect(files.map((file) => addressOf(file)).toSorted()).toEqual(Object.keys(QUERIES));
  for (const file of files) {
    const verbs = [...read(file).matchAll(/export (?:const|async function|function) ([A-Z]+)\b(?: = withSessionRoute\("([\w.]+)")?/g)].map(([, verb, permission]) => ({ verb, permission }));
    expect(verbs, file).toEqual([{ verb: "GET", permission: expect.any(String) }]);
    const address = addressOf(file) + QUERIES[addressOf(file)];
    for (const role of ROLES) expect(await statusOf(as[role]!, address), `${address} as ${role}`).toBe(mayByDocs(role, verbs[0]!.permission!) ? 200 : 403);
    expect(await statusOf(as.stranger!, address), `${address} as a stranger`).toBe(401);
  }
});

/** Without waiting for the end, which the stream of changes has not. */
async function statusOf(http: APIRequestContext, address: string): Promise<number> {
  const asked = new AbortController();
  const cookie = (await http.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const { status } = await fetch(credentials.url + address, { headers: { cookie }, redirect: "manual", signal: asked.signal });
  asked.abort();
  return status;
}

// What has no person behind it by nature: lib/web/every-verb-has-a-rule.test.ts says why.
const OPEN = /^app\/((join|reset)\/actions|language-action|setup\/actions)\.ts$/;
test("every server action works for exactly the roles that may, and for no stranger", async () => {
  const actions = serverActions().filter(({ file }) => !OPEN.test(file));
  expect(actions.length).toBeGreaterThan(40);
  for (const { file, name } of actions) {
    const permission = new RegExp(`export const ${name} = authedAction(?:<[^(]*>)?\\("([\\w.]+)"`).exec(read(file))?.[1] as Permission;
    expect(permission, `${file} ${name}`).toBeDefined();
    for (const role of ROLES) {
      // What is asked for is nothing that there is, so whoever may is told that it is not valid: nothing is done.
      const answer = await callAction(as[role]!, name, null);
      expect(/"code":"(\w+)"/.exec(answer)?.[1], `${name} as ${role}: ${answer.slice(0, 200)}`).toBe(roleMay(role, permission) ? "invalid" : "forbidden");
    }
    expect(await callAction(as.stranger!, name, null), `${name} as a stranger`).toMatch(/^\/sign-in/);
  }
});

test("guessing is held up whatever address the guesser claims to have", async () => {
  const outcomes: string[] = [];
  for (let guess = 0; guess < 7; guess++) outcomes.push(await signInOverHttp(as.stranger!, { email: "guessed@roles.example", password: `guess ${guess}` }, { "x-forwarded-for": `192.0.2.${guess}` }));
  expect(outcomes.map((url) => (url.includes("throttled") ? "throttled" : url.includes("CredentialsSignin") ? "refused" : url))).toEqual([...Array<string>(5).fill("refused"), "throttled", "throttled"]);
});

test("somebody is invited, joins, sees what the role allows, and is out at once when it is lowered; another workspace is apart; the audit log tells all of it", async ({ page, browser }) => {
  await page.context().addCookies((await as.owner!.storageState()).cookies);
  await page.goto("/settings/people");
  await page.getByLabel("For whom").fill("Bia from the agency");
  await page.getByRole("button", { name: "Create invitation link" }).click();
  const link = await page.getByTestId("invitation-link").innerText();

  const theirs = await (await browser.newContext({ baseURL: credentials.url })).newPage();
  await theirs.goto(link);
  await theirs.getByLabel("Your name").fill("Bia Souza");
  await theirs.getByLabel("E-mail").fill("bia@roles.example");
  await theirs.getByLabel("Password").fill("short");
  await theirs.getByRole("button", { name: "Create account" }).click();
  await expect(theirs.getByText("Use at least 10 characters.")).toBeVisible();
  await theirs.getByLabel("Password").fill(PASSWORD);
  await theirs.getByRole("button", { name: "Create account" }).click();
  await expect(theirs).toHaveURL(credentials.url + "/");
  await theirs.goto("/settings/people");
  await expect(theirs.getByRole("row").filter({ hasText: "bia@roles.example" })).toContainText("Developer");
  await expect(theirs.getByText("Invite somebody")).toHaveCount(0);
  await theirs.goto(link);
  await expect(theirs).toHaveURL(credentials.url + "/");
  const anothers = await (await browser.newContext({ baseURL: credentials.url })).newPage();
  await anothers.goto(link);
  await expect(anothers.getByText("This link no longer works")).toBeVisible();
  await anothers.context().close();
  await theirs.goto("/events");
  await expect(theirs.getByRole("heading", { level: 1 })).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: "Change the role of Bia Souza" }).click();
  await page.getByRole("dialog").getByRole("radio", { name: /^Viewer/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText("Role of Bia Souza changed.")).toBeVisible();
  // Also what is open: nobody touches it.
  await expect(theirs).toHaveURL(/\/sign-in/);
  await theirs.goto("/events");
  await expect(theirs).toHaveURL(/\/sign-in/);
  await theirs.context().close();

  await page.goto("/settings/audit-log");
  const log = page.getByRole("list", { name: "Audit log" });
  const entry = log.getByRole("listitem").filter({ hasText: "Role changed" }).first();
  await expect(entry).toContainText("Bia Souza");
  await expect(entry).toContainText(/Developer.*→.*Viewer/);
  await page.getByLabel("What", { exact: true }).selectOption("member.joined");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/action=member\.joined/);
  await expect(log.getByRole("listitem").first()).toContainText("Person joined · Bia Souza");

  await page.goto("/workspaces/new");
  await page.getByLabel("Name").fill("Second brand");
  await page.getByRole("button", { name: "Create workspace" }).click();
  const menu = page.getByRole("button", { name: "Workspace Second brand: switch to another" }).first();
  await expect(menu).toBeVisible();
  await page.goto("/subscriptions");
  await expect(page.getByText("No subscriptions yet")).toBeVisible();
  await menu.click();
  await page.getByRole("menuitemcheckbox", { name: /Escola Aurora/ }).click();
  await expect(page.getByRole("button", { name: /^Workspace Escola Aurora/ }).first()).toBeVisible();
});

test("whoever is locked out sets a new password by a link that an owner makes, once; strangers' tries lock no browser out that signed in before", async ({ page, browser }) => {
  const email = "prado@roles.example";
  const token = /\/join\/([\w-]+)/.exec(await callAction(as.owner!, "createInvitationAction", { role: "developer" }))![1]!;
  const old = await openHttp();
  await callAction(old, "acceptInvitationAction", { token, name: "Caio Prado", email, password: PASSWORD });
  await page.context().addCookies((await as.owner!.storageState()).cookies);
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Password link for Caio Prado" }).click();
  await expect(page.getByRole("dialog")).toContainText("signed in as them");
  await page.getByRole("button", { name: "Make link" }).click();
  const link = await page.getByTestId("password-link").innerText();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByTestId("password-link")).toHaveCount(0);

  const theirs = await (await browser.newContext({ baseURL: credentials.url })).newPage();
  await theirs.goto(link);
  await expect(theirs.getByText(`For ${email}.`)).toBeVisible();
  await theirs.getByLabel("New password").fill("short");
  await theirs.getByRole("button", { name: "Set password" }).click();
  await expect(theirs.getByText("Use at least 10 characters.")).toBeVisible();
  await theirs.getByLabel("New password").fill("quite another password");
  await theirs.getByRole("button", { name: "Set password" }).click();
  await expect(theirs).toHaveURL(credentials.url + "/");
  expect((await old.get("/events")).headers()["location"]).toMatch(/\/sign-in/);
  await theirs.goto(link);
  await expect(theirs.getByText("This link no longer works")).toBeVisible();
  const device = (await theirs.context().cookies()).find(({ name }) => name.endsWith("aviso.device"))!;
  expect(device).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  const outcomes: string[] = [];
  for (let guess = 0; guess < 6; guess++) outcomes.push(await signInOverHttp(as.stranger!, { email, password: `guess ${guess}` }));
  expect(outcomes.at(-1)).toContain("throttled");
  expect(await signInOverHttp(as.stranger!, { email, password: "quite another password" })).toContain("throttled");
  await theirs.context().clearCookies({ name: /session/ });
  await theirs.goto("/sign-in");
  await theirs.getByLabel("E-mail").fill(email);
  await theirs.getByLabel("Password").fill("quite another password");
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs).toHaveURL(credentials.url + "/");
  await theirs.context().close();
  await old.dispose();
});
