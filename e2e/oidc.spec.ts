import type { APIRequestContext, Page } from "@playwright/test";
import { accessibilityProblems, credentials, expect, running, signIn, signOut, test } from "./aviso";
import { callAction, openHttp, signInOverHttp } from "./http";

test.use({ isSignedIn: false });
test.describe.configure({ mode: "serial" });

const ISSUER = running.issuer;
const PASSWORD = "a long enough password";
const power = (on: boolean) => fetch(`${ISSUER}/power`, { method: "POST", body: new URLSearchParams({ on: on ? "1" : "0" }) });

let owner: APIRequestContext;
test.beforeAll(async () => {
  owner = await openHttp();
  await signInOverHttp(owner, credentials);
  for (const email of ["bia@oidc.example", "caio@oidc.example"]) {
    const http = await openHttp();
    expect(await callAction(http, "acceptInvitationAction", { token: await invite({ role: "developer" }), name: email.split("@")[0], email, password: PASSWORD })).toContain('"isJoined":true');
    await http.dispose();
  }
});
test.afterAll(async () => {
  await power(true);
  await owner.dispose();
});

const invite = async (input: object) => /\/join\/([\w-]+)/.exec(await callAction(owner, "createInvitationAction", input))![1]!;

/** Goes through the whole sign-in without a browser. @returns where Aviso leads in the end */
async function comeOverHttp(http: APIRequestContext, told: Record<string, string>): Promise<string> {
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const { url } = (await (await http.post("/api/auth/signin/oidc", { form: { csrfToken, json: "true" } })).json()) as { url: string };
  if (!url.startsWith(ISSUER)) return url;
  const back = (await http.post(url, { form: { action: "allow", verified: "on", name: "Bia", ...told } })).headers()["location"]!;
  let at = (await http.get(back)).headers()["location"]!;
  // next-auth goes through addresses of its own to the page.
  for (let steps = 0; at.includes("/api/auth/") && steps < 3; steps++) at = (await http.get(at)).headers()["location"]!;
  return at;
}

async function comeAs(page: Page, { sub, email }: { sub: string; email: string }): Promise<void> {
  await page.getByRole("button", { name: "Continue with Acme" }).click();
  await page.getByLabel("Subject").fill(sub);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Allow" }).click();
}

test("a person signs in by the provider, sets a password of their own, and is signed out like anybody else", async ({ page }) => {
  await page.goto("/sign-in");
  expect(await accessibilityProblems(page)).toEqual([]);
  await comeAs(page, { sub: "caio", email: "Caio@OIDC.example" });
  await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeAttached();
  await page.goto("/settings/profile");
  await expect(page.getByText("You have no password: you sign in with Acme.")).toBeVisible();
  await page.getByLabel("New password").fill("another long password");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByLabel("Current password")).toBeVisible();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, { ...credentials, email: "caio@oidc.example", password: "another long password" });
});

test("an invited person joins by the provider from the link, and the log says so", async ({ page, browser }) => {
  await page.goto(`/join/${await invite({ role: "viewer", email: "duda@oidc.example" })}`);
  await comeAs(page, { sub: "duda", email: "duda@oidc.example" });
  await expect(page).toHaveURL(`${credentials.url}/`);
  await expect(page.getByRole("button", { name: "Account of duda" })).toBeVisible();
  const context = await browser.newContext({ baseURL: credentials.url, storageState: await owner.storageState() });
  const log = await context.newPage();
  await log.goto("/settings/audit-log?action=person.signedIn");
  await expect(log.getByRole("main")).toContainText("duda");
  await expect(log.getByRole("main")).toContainText("Acme");
  await context.close();
});

test("whom Aviso does not know, whom the provider did not verify, and who breaks off are told what to do", async ({ page }) => {
  await page.goto("/sign-in");
  await comeAs(page, { sub: "nobody", email: "nobody@oidc.example" });
  await expect(page.getByRole("alert").filter({ hasText: "Ask an owner or admin" })).toBeVisible();
  await page.getByRole("button", { name: "Continue with Acme" }).click();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("You did not finish")).toBeVisible();
  for (const [error, words] of [["unverified", "not verified"], ["otherAccount", "another account of Acme"], ["throttled", "Too many tries"], ["OAuthSignin", "cannot be reached"], ["OAuthCallback", "was not valid"], ["Callback", "did not work"], ["AccessDenied", "did not work"], ["Configuration", "did not work"], ["<img src=x>", "did not work"]] as const) {
    await page.goto(`/sign-in?error=${encodeURIComponent(error)}`);
    await expect(page.getByRole("alert").filter({ hasText: words }), error).toBeVisible();
  }
});

test("what the provider says must be signed by it, fresh, for Aviso, and asked for by this browser", async () => {
  const expected: Record<string, string> = {
    nonce: "OAuthCallback", state: "OAuthCallback", audience: "OAuthCallback", expired: "OAuthCallback", issuer: "OAuthCallback", signature: "OAuthCallback", unsigned: "OAuthCallback", otherUserinfo: "OAuthCallback",
  };
  for (const [fault, error] of Object.entries(expected)) {
    const http = await openHttp();
    expect(await comeOverHttp(http, { sub: "bia", email: "bia@oidc.example", fault }), fault).toContain(`error=${error}`);
    expect((await http.get("/events")).headers()["location"] ?? "", fault).toContain("/sign-in");
    await http.dispose();
  }
  const http = await openHttp();
  expect(await comeOverHttp(http, { sub: "bia", email: "bia@oidc.example", verified: "off" })).toContain("error=unverified");
  // None of them bound anything: the password still lets in.
  expect(await signInOverHttp(http, { email: "bia@oidc.example", password: PASSWORD })).not.toContain("error");
  await http.dispose();
});

test("an e-mail in userinfo only counts as well; under another account of the provider it is refused", async () => {
  const http = await openHttp();
  expect(await comeOverHttp(http, { sub: "bia", email: "bia@oidc.example", fault: "userinfoOnly" })).toBe(credentials.url + "/");
  expect((await http.get("/events")).status()).toBe(200);
  const other = await openHttp();
  expect(await comeOverHttp(other, { sub: "another bia", email: "bia@oidc.example" })).toContain("error=otherAccount");
  await Promise.all([http.dispose(), other.dispose()]);
});

test("an answer that another browser asked for, or that came already, lets nobody in", async () => {
  const [victim, attacker] = [await openHttp(), await openHttp()];
  const { csrfToken } = (await (await attacker.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const { url } = (await (await attacker.post("/api/auth/signin/oidc", { form: { csrfToken, json: "true" } })).json()) as { url: string };
  const back = (await attacker.post(url, { form: { action: "allow", verified: "on", sub: "bia", email: "bia@oidc.example" } })).headers()["location"]!;
  expect((await victim.get(back)).headers()["location"]).toContain("error=OAuthCallback");
  expect((await attacker.get(back)).headers()["location"]).toBe(credentials.url + "/");
  await attacker.post("/api/auth/signout", { form: { csrfToken, json: "true" } });
  expect((await attacker.get(back)).headers()["location"]).toContain("error=OAuthCallback");
  await Promise.all([victim.dispose(), attacker.dispose()]);
});

test("while the provider is down the page says so, and the password lets in", async ({ page }) => {
  await power(false);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with Acme" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Acme cannot be reached" })).toBeVisible();
  await signIn(page);
  await power(true);
});

test("sign-ins by the provider are throttled by address, before the provider is asked", async () => {
  const http = await openHttp();
  let url = "";
  for (let steps = 0; steps <= 100 && !url.includes("throttled"); steps++) {
    url = ((await (await http.post("/api/auth/signin/oidc", { form: { json: "true" } })).json()) as { url: string }).url;
  }
  expect(url).toBe(`${credentials.url}/sign-in?error=throttled`);
  expect((await http.get("/api/auth/callback/oidc?code=x&state=y")).headers()["location"]).toBe("/sign-in?error=throttled");
  expect(await signInOverHttp(http, credentials)).not.toContain("error");
  await http.dispose();
});
