import { readFileSync } from "node:fs";
import path from "node:path";
import { credentials, expect, running, test } from "./aviso";
import { callAction, openHttp, signInOverHttp } from "./http";

// The console fixture fails a test when the browser reports anything, a violation of the policy included.
test("every kind of page, with its menus, dialogs and toasts, keeps to a strict policy", async ({ page }) => {
  for (const path of ["/", "/events", "/test", "/subscriptions", "/receiver", "/reference", "/settings/profile", "/settings/workspace", "/settings/api-keys"]) {
    const response = await page.goto(path);
    const headers = response!.headers();
    const [, nonce] = /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(headers["content-security-policy"]!)!;
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    // Every script in the source carries this answer's nonce, and no element a handler of its own.
    const source = await response!.text();
    const scripts = source.match(/<script\b[^>]*>/g)!;
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(source).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Name of the new key" }).fill("Policy");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByTestId("new-api-key")).toBeVisible();
  await page.getByRole("button", { name: "Revoke Policy" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key revoked.")).toBeVisible();
});

test("a script that got into the page does not run", async ({ page, console }) => {
  console.allow(/Content Security Policy|not-there/);
  await page.goto("/events");
  const ran = await page.evaluate(async () => {
    const image = document.createElement("img");
    image.setAttribute("onerror", "window.stolen = true");
    image.src = "/not-there.png";
    const script = document.createElement("div");
    script.innerHTML = "<a href='javascript:window.stolen=true'>x</a>";
    document.body.append(image, script);
    script.querySelector("a")!.click();
    await new Promise((resolve) => image.addEventListener("error", resolve, { once: true }));
    return "stolen" in window;
  });
  expect(ran).toBe(false);
});

test("the session's cookie is out of scripts' reach, and another site can neither act with it nor sign a person out", async ({ page, context, request }) => {
  await page.goto("/settings/profile");
  const session = (await context.cookies()).find(({ name }) => name.endsWith("aviso.session"))!;
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("aviso.session");
  for (const path of ["/settings", "/api/auth/signout", "/api/auth/callback/credentials"]) {
    const response = await request.post(path, { headers: { origin: "https://evil.example", cookie: `${session.name}=${session.value}`, "next-action": "0".repeat(42) }, data: "[]" });
    expect(response.status(), path).toBe(403);
  }
  // Without the token that only Aviso's own pages know, the sign-in takes nothing either.
  const signOut = await request.post("/api/auth/signout", { headers: { cookie: `${session.name}=${session.value}` }, form: {}, maxRedirects: 0 });
  expect(signOut.headers()["set-cookie"] ?? "").not.toMatch(/aviso\.session=;/);
});

test("an invitation's link goes to no other site, and stands in no log and no figures", async ({ browser }) => {
  const owner = await openHttp();
  await signInOverHttp(owner, credentials);
  const invite = async (input: object) => /\/join\/([\w-]+)/.exec(await callAction(owner, "createInvitationAction", input))![1]!;
  const [used, mailed] = [await invite({ role: "viewer" }), await invite({ role: "viewer", email: "secret@links.example" })];
  const context = await browser.newContext({ baseURL: credentials.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  const elsewhere: string[] = [];
  page.on("request", async (request) => {
    if (!request.url().startsWith(credentials.url)) elsewhere.push(`${request.url()} ${JSON.stringify(await request.allHeaders())}`);
  });
  expect((await page.goto(`/join/${mailed}`))!.headers()["referrer-policy"]).toBe("same-origin");
  await page.getByRole("button", { name: "Continue with Acme" }).click();
  await expect(page.getByLabel("Subject")).toBeVisible();
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(elsewhere.filter((request) => request.includes(mailed) || request.includes("/join/"))).toEqual([]);
  await context.close();
  // Used, used again, and asked for in ways that fail.
  const input = { token: used, name: "X", email: "used@links.example", password: "a long enough password" };
  for (let round = 0; round < 2; round++) await callAction(await openHttp(), "acceptInvitationAction", input);
  for (const address of [`/join/${used}`, `/join/${used}/x`, `/api/v1/join/${used}`, `/sign-in?next=/join/${used}`, `/events?q=${used}`]) await owner.get(address);
  await owner.post(`/join/${used}`, { headers: { "next-action": "0".repeat(42), "content-type": "text/plain" }, data: "[" });
  const metrics = await (await owner.get("/metrics")).text();
  const log = readFileSync(path.join(path.dirname(running.credentials), "aviso.log"), "utf8");
  expect(metrics).toContain("aviso_http_requests_total");
  expect(log).toContain("info ");
  for (const token of [used, mailed]) expect([metrics.includes(token), log.includes(token), log.includes(token.slice(0, 20))]).toEqual([false, false, false]);
  await owner.dispose();
});

test("next-auth's own addresses take no odd text for an answer: no 5xx, no page of its own, and no way out of Aviso", async () => {
  const http = await openHttp();
  for (const path of ["error?error=%0d%0aX:y", "error?error=%E2%80%AE", "error?error=x%26callbackUrl=http://evil.example", "signin?error=%E2%80%AE", "callback/oidc?error=%E2%80%AE%0d%0a", "signin?callbackUrl=https://evil.example", "signout?callbackUrl=//evil.example", "signin/oidc?callbackUrl=https://evil.example", "callback/nope"]) {
    const response = await http.get(`/api/auth/${path}`);
    expect(response.status(), path).toBeLessThan(500);
    expect(response.status(), path).not.toBe(200);
    if (response.headers()["location"]) expect(new URL(response.headers()["location"]!, credentials.url).origin, path).toBe(credentials.url);
  }
  for (const path of ["signin/oidc", "callback/credentials", "signout", "session", "_log"]) {
    for (const data of ["{", "null", "[]", '{"callbackUrl":{"a":1},"csrfToken":["x"],"email":{}}']) {
      const response = await http.post(`/api/auth/${path}`, { headers: { "content-type": "application/json" }, data });
      expect(response.status(), `${path} ${data}`).toBeLessThan(500);
    }
  }
  await http.dispose();
});

test("no form leads inside: each action that takes an address refuses a private one at its field", async () => {
  const http = await openHttp();
  await signInOverHttp(http, credentials);
  const values = { name: "Inside", url: "", allProducts: true, products: [], allEventTypes: true, eventTypes: [], hasFilter: false, match: "all", clauses: [], format: "json_v2", headers: [], hotmartCompatible: false, hottok: "", timeoutSec: "15", maxInFlight: "10", ratePerSec: "", maxAttempts: "8", retry: "growing", retryWaits: "" };
  const draft = /[a-z]{3}_[0-9a-z]{26}/.exec(await callAction(http, "saveDraftAction", { id: null, step: 1, values }))![0];
  const { data } = (await (await http.get("/api/v1/subscriptions", { headers: { authorization: `Bearer ${credentials.apiKey}` } })).json()) as { data: { id: string; url: string }[] };
  for (const url of ["https://10.0.0.1/hook", "https://0xA9FEA9FE/latest", "https://[::ffff:10.0.0.1]/", "https://crm\u200b.example.com/"]) {
    const subscription = { name: "Inside", url };
    expect(await callAction(http, "preflightAction", { url }), url).toMatch(/"name":"address","state":"failed","code":"(blocked_address|not_a_url)"/);
    for (const [name, input] of [
      ["createFirstSubscriptionAction", subscription], ["updateSubscriptionAction", { id: data[0]!.id, url }],
      ["testDraftAction", { id: draft, eventType: "PURCHASE_APPROVED", subscription }], ["finishDraftAction", { id: draft, subscription }],
    ] as const) expect(await callAction(http, name, input), `${name} ${url}`).toMatch(/"ok":false,"error":\{"code":"invalid".*"path":"url"/);
  }
  await callAction(http, "discardDraftAction", { id: draft });
  await http.dispose();
});
