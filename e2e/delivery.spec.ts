import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { expect, test } from "./aviso";

/** A sale that nobody else has, to find it by. */
function sale() {
  const transaction = `HP${Math.floor(1e9 + Math.random() * 9e9)}`;
  const data = {
    product: { id: 5140377, name: "Fotografia com Celular" },
    buyer: { name: "Camila Duarte", email: `camila.${transaction.toLowerCase()}@example.com` },
    purchase: { transaction, status: "APPROVED", price: { value: 297, currency_value: "BRL" } },
  };
  return { transaction, event: { event: "PURCHASE_APPROVED", id: randomUUID(), data } };
}

async function openEvent(page: Page, transaction: string): Promise<void> {
  await page.goto("/events");
  await page.getByRole("searchbox").fill(transaction);
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(new RegExp(`search=${transaction}`));
  const rows = page.getByRole("row").filter({ has: page.getByRole("link", { name: "PURCHASE_APPROVED" }) });
  await expect(rows).toHaveCount(1);
  await rows.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("PURCHASE_APPROVED");
}

/** The part of the event page that one subscription's deliveries stand in. */
const cardOf = (page: Page, subscription: string) =>
  page.locator("section").filter({ has: page.getByRole("button", { name: `Resend to ${subscription}` }) }).last();

test("an event posted to the API arrives signed at a seller's system, survives its breakdown, and is found in the history", async ({ page, api, system }) => {
  const name = `Story ${randomUUID().slice(0, 8)}`;
  const made = await api<{ secret: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  expect(made.status, JSON.stringify(made.json)).toBe(201);
  const webhook = new Webhook(made.json.secret);

  await test.step("a healthy system gets it, signed", async () => {
    const { transaction, event } = sale();
    const posted = await api<{ id: string }>("POST", "/api/v1/events", event);
    expect(posted.status).toBe(202);
    expect(posted.json).toMatchObject({ id: expect.stringMatching(/^evt_/), outcome: "accepted" });
    expect((await api("POST", "/api/v1/events", event)).json).toEqual({ id: posted.json.id, outcome: "duplicate" });
    await expect.poll(() => system.received.length).toBe(1);
    const { body, headers } = system.received[0]!;
    expect(headers["webhook-id"]).toBe(posted.json.id);
    expect(webhook.verify(body, headers as Record<string, string>)).toMatchObject({ id: event.id, event: "PURCHASE_APPROVED" });
    expect(body.endsWith(`"data":${JSON.stringify(event.data)}}`)).toBe(true);
    await openEvent(page, transaction);
    await expect(cardOf(page, name).getByText("Delivered", { exact: true })).toBeVisible();
  });

  await test.step("a broken one is told again later, and a person can resend", async () => {
    system.status = 500;
    system.received.length = 0;
    const { transaction, event } = sale();
    const posted = await api<{ id: string }>("POST", "/api/v1/events", event);
    // The second try comes after 5 s; the third is minutes away, so the state then stays to be looked at.
    await expect.poll(() => system.received.length, { timeout: 20_000 }).toBe(2);
    await openEvent(page, transaction);
    const card = cardOf(page, name);
    await expect(card.getByText("Waiting to retry")).toBeVisible();
    await expect(card.getByText(/Next try/)).toBeVisible();
    await expect(card.getByText("Attempt 2", { exact: true })).toBeVisible();

    system.status = 200;
    await card.getByRole("button", { name: `Resend to ${name}` }).click();
    await expect(card.getByText("Delivered", { exact: true })).toBeVisible();
    await expect(card.getByText("Attempt 3", { exact: true })).toBeVisible();
    await expect(card.getByText(/resent by/)).toBeVisible();
    await expect.poll(() => system.received.length).toBe(3);
    const last = system.received.at(-1)!;
    expect(last.headers["webhook-id"]).toBe(posted.json.id);
    expect(() => webhook.verify(last.body, last.headers as Record<string, string>)).not.toThrow();
  });
});
