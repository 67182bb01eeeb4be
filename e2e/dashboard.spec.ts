import { expect, test } from "./aviso";
import { runSql } from "./database";

interface Read { id: string; verdicts: { deliveries: { status: string; attempts: { request: { url: string; headers: [string, string][] }; response: { status: number } }[] }[] }[] }

test.describe("before the log-in", () => {
  test.use({ isSignedIn: false });

  test("the first delivery is green: a worker has sent the newest event, signed, and Aviso's receiver has it", async ({ api }) => {
    const { json } = await api<{ data: { id: string }[] }>("GET", "/api/v1/events?limit=1");
    const read = async () => (await api<Read>("GET", `/api/v1/events/${json.data[0]!.id}`)).json.verdicts.flatMap(({ deliveries }) => deliveries);
    // It may be the first thing that is looked at after the start.
    await expect.poll(async () => [...new Set((await read()).map(({ status }) => status))]).toEqual(["delivered"]);
    for (const { attempts } of await read()) {
      expect([attempts.length, attempts[0]!.response.status]).toEqual([1, 200]);
      // What the seed made up has no signature.
      const headers = Object.fromEntries(attempts[0]!.request.headers);
      expect(headers).toMatchObject({ "webhook-id": json.data[0]!.id, "webhook-signature": expect.stringMatching(/^v1,/) });
      const [got] = await runSql<{ signature: string }>("SELECT signature FROM receiver_requests WHERE path = $1 AND headers::text LIKE '%' || $2 || '%'", [new URL(attempts[0]!.request.url).pathname, headers["webhook-signature"]]);
      expect(got).toEqual({ signature: "valid" });
    }
  });
});

test("the dashboard is alive at the first look, with 60 days of history", async ({ page, api }) => {
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
