import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { accessibilityProblems, expect, test } from "./aviso";

type Api = (method: "POST" | "GET", path: string, body?: unknown) => Promise<{ status: number; json: unknown }>;

/** A subscription that no real event reaches, with the form to run a scenario for it alone. */
async function openFor(page: Page, api: Api, url: string): Promise<{ name: string; id: string }> {
  const name = `Simulated ${randomUUID().slice(0, 8)}`;
  const { json } = await api("POST", "/api/v1/subscriptions", { name, url, eventTypes: ["SWITCH_PLAN"] });
  const { id } = json as { id: string };
  await page.goto(`/test/scenarios?subscription=${id}`);
  await expect(page.getByRole("checkbox", { name })).toBeChecked();
  return { name, id };
}

test("a scenario sends its events, dated in order, to the chosen subscription only, with the person's own buyer and price, and every answer shows", async ({ page, api, system }) => {
  const { name } = await openFor(page, api, system.url);
  await page.getByRole("radio", { name: /Bought and refunded/ }).check();
  await page.getByLabel("Buyer's name").fill("Rita Melo");
  await page.getByLabel("Buyer's e-mail").fill("rita.melo@example.com");
  await page.getByLabel("Price").fill("1.012,50");
  await page.getByRole("button", { name: "Run scenario" }).click();
  await expect(page).toHaveURL(/\/test\/runs\/run_/);
  await expect(page.getByText("3 of 3 events sent. All events were sent.")).toBeVisible();
  await expect(page.getByText(/Answered 200 in/)).toHaveCount(3);
  await expect(page.getByText("R$1,012.50")).toBeVisible();
  await expect(page.getByText(name, { exact: true })).toHaveCount(4);
  // At once they fly side by side, and webhooks that do may overtake each other: the order is that of their dates.
  const bodies = system.received
    .map(({ body }) => JSON.parse(body) as { event: string; test: boolean; creation_date: number; data: { buyer: { email: string }; purchase: { transaction: string; price: { value: number } } } })
    .toSorted((a, b) => a.creation_date - b.creation_date);
  expect(bodies.map(({ event }) => event)).toEqual(["PURCHASE_APPROVED", "PURCHASE_PROTEST", "PURCHASE_REFUNDED"]);
  expect(new Set(bodies.map(({ data }) => data.purchase.transaction)).size).toBe(1);
  for (const body of bodies) expect(body).toMatchObject({ test: true, data: { buyer: { email: "rita.melo@example.com" }, purchase: { price: { value: 1012.5 } } } });
  await page.getByRole("link", { name: "Open event" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Test");
});

test("told to retry as with real events, a step that failed is sent again by itself, and the page shows it", async ({ page, api, system }) => {
  system.status = 500;
  await openFor(page, api, system.url);
  await page.getByRole("radio", { name: /Card refused/ }).check();
  await page.getByRole("checkbox", { name: /Retry what fails/ }).check();
  await page.getByRole("button", { name: "Run scenario" }).click();
  await expect(page.getByText("Answered 500 in")).toBeVisible();
  await expect(page.getByText(/next try/)).toBeVisible();
  system.status = 200;
  await expect(page.getByText("Answered 200 in")).toBeVisible();
  expect(system.received[0]!.headers["webhook-retries-remaining"]).toBe("7");
});

test("a run that takes long can be cancelled, and sends no more", async ({ page, api, system }) => {
  await openFor(page, api, system.url);
  await page.getByRole("radio", { name: /Member: renewed/ }).check();
  await page.getByLabel("Speed").selectOption({ label: "In real time" });
  await page.getByRole("button", { name: "Run scenario" }).click();
  await expect(page.getByText(/1 of 6 events sent|0 of 6 events sent/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Cancel scenario" }).click();
  await expect(page.getByText(/Cancelled by/)).toBeVisible();
  await expect(page.getByText("Not sent: the scenario was cancelled.").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
});

test("a scenario is saved, used again with its settings, and deleted", async ({ page, api, system }) => {
  await openFor(page, api, system.url);
  const name = `Mine ${randomUUID().slice(0, 8)}`;
  await page.getByRole("radio", { name: /Card refused/ }).check();
  await page.getByLabel("Price").fill("0");
  await page.getByRole("button", { name: "Run scenario" }).click();
  await expect(page.getByLabel("Price")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Price").fill("77");
  await page.getByRole("button", { name: "Save for later" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("button", { name: "Save scenario" }).click();
  await page.getByRole("link", { name: `Use ${name}` }).click();
  await expect(page).toHaveURL(/saved=scn_/);
  await expect(page.getByRole("radio", { name: /Card refused/ })).toBeChecked();
  await expect(page.getByLabel("Price")).toHaveValue("77");
  await page.getByRole("button", { name: "Run scenario" }).click();
  await expect(page.getByText("1 of 1 events sent. All events were sent.")).toBeVisible();
  await expect.poll(() => system.received.length).toBe(1);
  await page.getByRole("button", { name: "Run again" }).click();
  await expect.poll(() => system.received.length).toBe(2);
  await page.goto("/test/scenarios");
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("link", { name: `Use ${name}` })).toHaveCount(0);
});

test("the API lists, runs, gets and cancels scenarios", async ({ api, system }) => {
  const made = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name: `Api ${randomUUID().slice(0, 8)}`, url: system.url, eventTypes: ["SWITCH_PLAN"] });
  expect((await api<{ data: unknown[] }>("GET", "/api/v1/scenarios/stories")).json.data.length).toBeGreaterThan(6);
  const started = await api<{ id: string }>("POST", "/api/v1/scenarios/runs", { scenario: "chargeback", subscriptionIds: [made.json.id], speed: "real" });
  expect(started.status).toBe(202);
  await expect.poll(() => system.received.length, { timeout: 20_000 }).toBe(1);
  expect((await api("POST", `/api/v1/scenarios/runs/${started.json.id}/cancel`)).json).toMatchObject({ status: "cancelled", steps: [{ status: "sent" }, { status: "cancelled" }] });
  expect((await api("POST", `/api/v1/scenarios/runs/${started.json.id}/cancel`)).status).toBe(409);
  expect((await api("GET", "/api/v1/scenarios/runs/run_00000000000000000000000000")).status).toBe(404);
  expect((await api("POST", "/api/v1/scenarios/runs", { scenario: "nothing", subscriptionIds: [] })).status).toBe(422);
});

test("the scenario pages are accessible (WCAG 2.2 AA) in both themes, and do not scroll sideways on a phone", async ({ page, api, system }) => {
  await openFor(page, api, system.url);
  const look = async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await accessibilityProblems(page), `${page.url()} ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    // What stands on screen was measured for the width before, until the next frame.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 720 });
  };
  await look();
  await page.getByRole("button", { name: "Run scenario" }).click();
  await expect(page.getByText(/3 of 3 events sent/)).toBeVisible();
  await look();
});
