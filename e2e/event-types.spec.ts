import { randomUUID } from "node:crypto";
import { accessibilityProblems, expect, test } from "./aviso";

test("the sixteen event types are there, found by what happened, each with schema and samples to copy", async ({ page }) => {
  await page.goto("/event-types");
  await expect(page.getByRole("main").getByRole("listitem")).not.toHaveCount(0);
  await page.getByRole("searchbox").fill("refund");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByRole("link", { name: "Purchase approved" })).toHaveCount(0);
  await page.getByRole("link", { name: "Purchase refunded" }).click();
  await expect(page.getByRole("heading", { name: "Purchase refunded", level: 1 })).toBeVisible();
  await page.getByLabel("Sample", { exact: true }).selectOption({ label: "Pix" });
  await expect(page.getByRole("region", { name: "Pix, as JSON" })).toContainText('"type": "PIX"');
  await expect(page.getByRole("region", { name: "JSON Schema" })).toContainText("2020-12");
  await page.getByRole("main").getByRole("link", { name: "Send a test" }).click();
  await expect(page).toHaveURL(/\/test\?eventType=PURCHASE_REFUNDED/);
});

test("an own event type is added, corrected at its field, chosen for a test, and deleted after asking", async ({ page, api }) => {
  const name = `WORKSHOP_${randomUUID().slice(0, 8)}`;
  await page.goto("/event-types");
  await page.getByRole("button", { name: "Add event type" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("PURCHASE_APPROVED");
  await dialog.getByLabel("Title").fill("Workshop booked");
  await dialog.getByLabel("Sample of the data").fill('{ "seats": 0 }');
  await dialog.getByLabel("JSON Schema of the data").fill('{ "properties": { "seats": { "minimum": 1 } } }');
  await dialog.getByRole("button", { name: "Add event type" }).click();
  await expect(dialog.getByText("Aviso has an event type of this name already")).toBeVisible();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Add event type" }).click();
  await expect(dialog.getByText("seats must be >= 1")).toBeVisible();
  await expect(dialog.getByLabel("Sample of the data")).toHaveAttribute("aria-invalid", "true");
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel("Sample of the data").fill('{ "seats": 2 }');
  await dialog.getByRole("button", { name: "Add event type" }).click();
  await expect(page).toHaveURL(new RegExp(`/event-types/${name}$`));
  await expect(page.getByRole("heading", { name: "Workshop booked", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Edit" }).click();
  await dialog.getByLabel("Title").fill("Seats booked");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "Seats booked", level: 1 })).toBeVisible();
  expect((await api<{ title: string }>("GET", `/api/v1/event-types/${name}`)).json).toMatchObject({ title: "Seats booked", group: "own" });
  expect((await api("POST", "/api/v1/events", { event: name, data: { seats: 2 } })).status).toBe(202);
  await page.goto(`/events?eventType=${name}`);
  await expect(page.getByLabel("Event type")).toContainText(`Seats booked (${name})`);
  await page.getByRole("link", { name: /^Seats booked/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Seats booked");
  await page.goto(`/test?eventType=${name}`);
  await expect(page.getByRole("textbox", { name: "Data" })).toHaveValue(/"seats": 2/);

  await page.goto(`/event-types/${name}`);
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toContainText("Events that came stay in the history");
  await dialog.getByRole("button", { name: "Delete event type" }).click();
  await expect(page).toHaveURL(/\/event-types$/);
  expect((await api("GET", `/api/v1/event-types/${name}`)).status).toBe(404);
});
