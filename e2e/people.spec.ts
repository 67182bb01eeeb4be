import { statSync } from "node:fs";
import { request as requests, type APIRequestContext } from "@playwright/test";
import { credentials, expect, running, signIn, signOut, test } from "./aviso";
import { callAction, openHttp, signInOverHttp } from "./http";

test.use({ isSignedIn: false });

test("who is not signed in is led to the sign-in page, from wherever they came", async ({ page }) => {
  for (const path of ["/", "/events", "/test", "/settings"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
});

test("the credentials that the start wrote, for its owner's eyes only and where the sign-in page says, let a person in, and signing out ends it", async ({ page }) => {
  expect((statSync(running.credentials).mode & 0o777).toString(8)).toBe("600");
  expect(Object.keys(credentials)).toEqual(["url", "email", "password", "apiKey"]);
  await page.goto("/sign-in");
  await expect(page.getByText(running.credentials, { exact: true })).toBeVisible();
  await signIn(page);
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/events");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("signing out ends the session itself: a copy of its cookie lets nobody in, and another browser stays in until the person signs out everywhere", async ({ page }) => {
  const owner = await openHttp();
  await signInOverHttp(owner, credentials);
  const [, token] = /\/join\/([\w-]+)/.exec(await callAction(owner, "createInvitationAction", { role: "viewer" }))!;
  const person = { email: "rui@sessions.example", password: "a long enough password" };
  await callAction(await openHttp(), "acceptInvitationAction", { token, name: "Rui", ...person });
  await signIn(page, person);
  const copy = await requests.newContext({ baseURL: credentials.url, maxRedirects: 0, storageState: await page.context().storageState() });
  const other = await openHttp();
  await signInOverHttp(other, person);
  const isIn = async (http: APIRequestContext) => (await (await http.get("/settings/profile")).text()).includes(person.email);
  expect([await isIn(copy), await isIn(other)]).toEqual([true, true]);
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
  expect([await isIn(copy), await isIn(other)]).toEqual([false, true]);
  // Nor does next-auth give it a new life, or tell whose it was.
  const told = await copy.get("/api/auth/session");
  expect([await told.text(), told.headers()["set-cookie"]]).toEqual(["{}", undefined]);

  await signIn(page, person);
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await isIn(other)).toBe(false);
  await page.goto("/events");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a wrong password and an unknown e-mail get the same answer, and nobody in", async ({ page, console }) => {
  // The browser reports the 401 itself.
  console.allow(/401/);
  const answers: string[] = [];
  for (const email of [credentials.email, "nobody@example.com"]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "do not match" });
    await expect(alert).toBeVisible();
    answers.push(await alert.innerText());
    await page.goto("/events");
    await expect(page).toHaveURL(/\/sign-in/);
  }
  expect(answers[0]).toBe(answers[1]);
});

test("the API knows nobody without a key, and says what to do", async ({ request }) => {
  for (const headers of [{}, { authorization: "Bearer avk_wrong" }] as Record<string, string>[]) {
    const response = await request.post("/api/v1/events", { data: { event: "PURCHASE_APPROVED", data: {} }, headers });
    expect(response.status()).toBe(401);
    expect(response.headers()["content-type"]).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 401, requestId: expect.any(String), fix: expect.any(String) });
  }
});
