import { credentials, expect, signIn, signOut, test } from "./aviso";

test.use({ isSignedIn: false });

test("who is not signed in is led to the sign-in page, from wherever they came", async ({ page }) => {
  for (const path of ["/", "/events", "/test", "/settings"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
});

test("the credentials that the start printed let a person in, and signing out ends it", async ({ page }) => {
  await signIn(page);
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
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
