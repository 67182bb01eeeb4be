import { AxeBuilder } from "@axe-core/playwright";
import { Webhook } from "standardwebhooks";
import { expect, test } from "./fixtures";

test("a wrong password does not sign in, and says so", async ({ page, credentials }) => {
  await page.goto("/events");
  await expect(page).toHaveURL(/sign-in/);
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.locator('input[type="password"]').fill("not the password");
  await page.locator('button[type="submit"]').click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

test("the dashboard is alive at the first log-in: history, and a first delivery that is green", async ({ page, signIn, api }) => {
  await signIn();
  const { events } = (await (await api("/api/v1/events?limit=5&status=delivered")).json()) as { events: { state: string }[] };
  expect(events.length).toBeGreaterThan(0);
  await page.goto("/events");
  await expect(page.getByRole("heading", { name: "Events", level: 1 })).toBeVisible();
  await expect(page.getByText("Delivered").first()).toBeVisible();
});

test("an event goes out signed and byte for byte; a broken receiver is seen, repaired, and resent to", async ({ page, signIn, api, hook }) => {
  const made = await api("/api/v1/subscriptions", { name: "My CRM", url: hook.url });
  expect(made.status).toBe(201);
  const { secret } = (await made.json()) as { secret: string };
  const accepted = await api("/api/v1/events", '{"event":"PURCHASE_APPROVED","product":"4120871","data":{"z":1.0,"a":12345678901234567890}}');
  expect(accepted.status).toBe(202);
  await expect.poll(() => hook.requests.length).toBe(1);
  const [request] = hook.requests;
  expect(request!.body).toContain('"data":{"z":1.0,"a":12345678901234567890}');
  expect(() => new Webhook(secret).verify(request!.body, request!.headers as Record<string, string>)).not.toThrow();

  hook.status = 500;
  const failing = (await (await api("/api/v1/events", { event: "PURCHASE_REFUNDED", product: "4120871", data: { purchase: { transaction: "HP7777777777" } } })).json()) as { id: string };
  await expect.poll(() => hook.requests.length).toBeGreaterThanOrEqual(2);
  await signIn();
  await page.goto(`/events/${failing.id}`);
  await expect(page.getByText("500").first()).toBeVisible();

  hook.status = 200;
  const event = (await (await api(`/api/v1/events/${failing.id}`)).json()) as { id: string };
  expect(event.id).toBe(failing.id);
  const card = page.locator("section, article, li").filter({ hasText: "My CRM" }).filter({ has: page.getByRole("button", { name: /resend/i }) }).last();
  await card.getByRole("button", { name: /resend/i }).first().click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: /resend/i });
  if (await confirm.isVisible().catch(() => false)) await confirm.click();
  await expect.poll(async () => ((await (await api(`/api/v1/events/${failing.id}`)).text()).match(/"status":"delivered"/g) ?? []).length).toBeGreaterThanOrEqual(3);
  const ids = hook.requests.slice(1).map((one) => one.headers["webhook-id"]);
  expect(new Set(ids).size).toBe(1);
});

test("a repeated idempotency key or envelope id is a duplicate; bad input is answered with what to do", async ({ api, credentials }) => {
  const body = { event: "PURCHASE_APPROVED", id: "b2a9f0a2-8c7e-4f5a-9b1d-3d2c1b0a9f8e", product: "4120871", data: {} };
  const first = (await (await api("/api/v1/events", body)).json()) as { id: string };
  const again = await api("/api/v1/events", body);
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ id: first.id, outcome: "duplicate" });
  for (const [text, status] of [["{", 400], ['{"event":"A","event":"B","data":{}}', 400], ['{"event":"no spaces","data":{}}', 422], [JSON.stringify({ event: "A", data: { x: "x".repeat(300_000) } }), 413]] as const) {
    const answer = await api("/api/v1/events", text);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toHaveProperty("requestId");
  }
  const stranger = await fetch(`${credentials.url}/api/v1/events`, { method: "POST", body: "{}", headers: { "content-type": "application/json", authorization: "Bearer avk_no" } });
  expect(stranger.status).toBe(401);
});

test("a subscription is made in the browser, its address is checked at its field, it is paused and resumed", async ({ page, signIn, hook }) => {
  await signIn();
  await page.goto("/subscriptions");
  await page.getByLabel("Name").fill("Spreadsheet two");
  await page.getByLabel("Address").fill("http://10.0.0.1/hook");
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByText("private or reserved address")).toBeVisible();
  await page.getByLabel("Address").fill(hook.url);
  await page.getByRole("button", { name: "Create subscription" }).click();
  const row = page.getByRole("row").filter({ hasText: "Spreadsheet two" });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Pause" }).click();
  await expect(row.getByText("Paused")).toBeVisible();
  await row.getByRole("button", { name: "Resume" }).click();
  await expect(row.getByRole("button", { name: "Pause" })).toBeVisible();
});

for (const path of ["/", "/events", "/test", "/subscriptions", "/settings"]) {
  test(`${path} is usable: axe finds nothing in either theme, and nothing scrolls sideways at 390 px`, async ({ page, signIn }) => {
    await signIn();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
