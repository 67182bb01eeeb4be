import { expect, test } from "./aviso";

test("the dashboard is alive at the first look: 60 days of history, and the first delivery is green", async ({ page, api }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("Delivered").first()).toBeVisible();
  const { json } = await api<{ data: { id: string }[] }>("GET", "/api/v1/events?status=delivered&test=hide");
  expect(json.data.length).toBeGreaterThan(10);
  await page.goto("/events");
  await expect(page.getByRole("row")).not.toHaveCount(0);
  await page.goto("/events?period=24h&status=delivered");
  await expect(page.getByRole("table").last().getByText("Delivered").first()).toBeVisible();
});

test("the house says that it is well", async ({ request }) => {
  const response = await request.get("/api/health");
  expect(response.status(), await response.text()).toBe(200);
});

test("filters live in the address: a reload shows the same page", async ({ page }) => {
  await page.goto("/events");
  await page.getByLabel("Event type").selectOption("PURCHASE_REFUNDED");
  await expect(page).toHaveURL(/eventType=PURCHASE_REFUNDED/);
  await expect(page.getByRole("link", { name: "PURCHASE_REFUNDED" }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Event type")).toHaveValue("PURCHASE_REFUNDED");
  await expect(page.getByRole("link", { name: "PURCHASE_APPROVED" })).toHaveCount(0);
});
