import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { accessibilityProblems, expect, test } from "./aviso";

type Api = (method: "GET" | "POST", path: string, body?: unknown) => Promise<{ status: number; json: unknown }>;

/** A receiver of the test's own, made in the browser, with a subscription that sends to it. */
async function openNew(page: Page, api: Api): Promise<{ url: string; secret: string; subscription: { id: string; name: string } }> {
  const name = `Shop ${randomUUID().slice(0, 8)}`;
  await page.goto("/receiver");
  await page.getByRole("button", { name: "New receiver" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create receiver" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const url = await page.getByTestId("receiver-url").innerText();
  const { status, json } = await api("POST", "/api/v1/subscriptions", { name: `To ${name}`, url, eventTypes: ["SWITCH_PLAN"] });
  expect(status, JSON.stringify(json)).toBe(201);
  const { id, secret } = json as { id: string; secret: string };
  return { url, secret, subscription: { id, name: `To ${name}` } };
}

const sendTest = (api: Api, subscriptionId: string) => api("POST", "/api/v1/test-events", { subscriptionId, eventType: "PURCHASE_APPROVED", data: { buyer: { email: "inbox@example.com" } } });

test("what arrives shows by itself, signed, with headers and body; search finds it, and names who sends here", async ({ page, api }) => {
  const { url, subscription } = await openNew(page, api);
  await expect(page.getByText("Nothing has arrived yet")).toBeVisible();
  await expect(page.getByRole("link", { name: "Send test event" })).toHaveAttribute("href", `/test?subscription=${subscription.id}`);
  await page.getByRole("link", { name: "Use in a subscription" }).click();
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(url);
  await page.goBack();
  await sendTest(api, subscription.id);
  const inbox = page.getByRole("list", { name: "Inbox" });
  await expect(inbox.getByText("PURCHASE_APPROVED")).toBeVisible();
  await expect(inbox.getByText("Test", { exact: true })).toBeVisible();
  await expect(inbox.getByText("Signature valid")).toBeVisible();
  await expect(page.getByRole("link", { name: subscription.name })).toBeVisible();
  const request = page.getByRole("region", { name: "Request", exact: true });
  await expect(request.getByText("webhook-signature")).toBeVisible();
  await expect(request.getByRole("button", { name: "Copy as curl" })).toBeVisible();
  await page.getByRole("searchbox").fill("nothing like this");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText("No request matches")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Inbox · 0 of 1 request" })).toBeVisible();
  await page.getByRole("searchbox").fill("inbox@example.com");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(inbox.getByText("PURCHASE_APPROVED")).toBeVisible();
});

test("a wrong signature says why", async ({ page, api, request }) => {
  const { url, secret } = await openNew(page, api);
  const at = new Date();
  const signature = new Webhook(secret).sign("evt_1", at, '{"a":1}');
  const headers = { "webhook-id": "evt_1", "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)), "webhook-signature": signature, "content-type": "application/json" };
  await request.post(url, { headers, data: '{ "a": 1 }' });
  await expect(page.getByText(/parsed the JSON and wrote it again/)).toBeVisible();
});

test("a receiver is broken and repaired with one click each, and a resend is seen to succeed", async ({ page, api }) => {
  const { subscription } = await openNew(page, api);
  await page.getByRole("button", { name: "Break it" }).click();
  await expect(page.getByText("It answers 500 from now on.")).toBeVisible();
  const { json } = await sendTest(api, subscription.id);
  await expect(page.getByText("Answered 500").first()).toBeVisible();
  await page.getByRole("button", { name: "Repair it" }).click();
  await expect(page.getByText("It answers 200 from now on.")).toBeVisible();
  await api("POST", `/api/v1/deliveries/${(json as { deliveryId: string }).deliveryId}/resend`, {});
  await expect(page.getByText("Answered 200").first()).toBeVisible();
});

test("a receiver told to answer 418 after a second is seen to do so in the delivery", async ({ page, api }) => {
  const { subscription } = await openNew(page, api);
  await page.getByLabel("Status", { exact: true }).fill("418");
  await page.getByLabel("Wait before the answer (seconds)").fill("1");
  await page.getByRole("button", { name: "Save behaviour" }).click();
  await expect(page.getByText("Saved. It counts from the next request on.").first()).toBeVisible();
  const { deliveryId } = (await sendTest(api, subscription.id)).json as { deliveryId: string };
  await expect(page.getByText("Answered 418").first()).toBeVisible();
  const read = async () => (await api("GET", `/api/v1/deliveries/${deliveryId}`)).json as { attempts: { response: { status: number } | null; failureKind: string; durationMs: number }[] };
  await expect.poll(async () => (await read()).attempts[0]).toMatchObject({ response: { status: 418 }, failureKind: "http_status" });
  expect((await read()).attempts[0]!.durationMs).toBeGreaterThanOrEqual(1_000);
});

test("every way to fail can be set, for a share of the requests, and does what it says", async ({ page, api }) => {
  const { url } = await openNew(page, api);
  const answer = async (): Promise<string> => {
    const startedAt = Date.now();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 4_000);
    const said = await fetch(url, { method: "POST", body: "{}", redirect: "manual", signal: controller.signal }).then(async (response) => `${response.status} ${(await response.arrayBuffer()).byteLength}`).catch((error: Error) => error.name);
    return `${said} ${Date.now() - startedAt > 900 ? "slow" : "fast"}`;
  };
  // It counts from the next request after it is saved.
  const expectAnswer = async (expected: RegExp): Promise<void> => {
    await page.getByRole("button", { name: "Save behaviour" }).click();
    await expect.poll(answer).toMatch(expected);
  };
  const mode = (label: string) => page.getByLabel("Behaviour").selectOption({ label });
  await mode("Fail at random");
  await page.getByLabel("Status when it fails").fill("429");
  await expectAnswer(/^429/);
  await expect(page.getByText("Saved. It counts from the next request on.").first()).toBeVisible();
  await mode("Redirect");
  await page.getByLabel("Redirect to").fill("https://example.com/");
  await expectAnswer(/^307/);
  await mode("Cut the connection");
  await expectAnswer(/^TypeError/);
  await mode("Answer slowly, byte by byte");
  await page.getByLabel("Time to answer (seconds)").fill("1");
  await expectAnswer(/^200 [1-9] slow/);
  await mode("Answer far too much");
  await page.getByLabel("Size of the answer (MB)").fill("3");
  await expectAnswer(/^200 3000000/);
  await mode("Hang: never answer");
  await expectAnswer(/^AbortError/);
  await page.getByLabel("Share of requests that fail (percent)").fill("0");
  await expectAnswer(/^200/);
  await page.getByLabel("Share of requests that fail (percent)").fill("101");
  await page.getByRole("button", { name: "Save behaviour" }).click();
  await expect(page.getByLabel("Share of requests that fail (percent)")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Share of requests that fail (percent)").fill("");
  await page.getByRole("button", { name: "Save behaviour" }).click();
  await expect(page.getByText("Fill this in")).toBeVisible();
});

test("the receiver's page is accessible (WCAG 2.2 AA) in both themes, and does not scroll sideways on a phone", async ({ page, api }) => {
  const { subscription } = await openNew(page, api);
  await sendTest(api, subscription.id);
  await expect(page.getByRole("list", { name: "Inbox" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await accessibilityProblems(page), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});

test("a receiver that breaks down is seen to be left alone, and everything reaches it after its repair", async ({ page, api }) => {
  const eventType = `BREAKDOWN_${randomUUID().slice(0, 8)}`;
  await api("POST", "/api/v1/event-types", { name: eventType, title: "Breakdown" });
  const { url } = await openNew(page, api);
  const name = `Breaking ${eventType.slice(-8)}`;
  const { status, json } = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url, eventTypes: [eventType] });
  expect(status).toBe(201);
  const sender = page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(sender.getByText("Active")).toBeVisible();
  await page.getByRole("button", { name: "Break it" }).click();
  await expect(page.getByText("It answers 500 from now on.")).toBeVisible();
  expect((await api("POST", "/api/v1/events", Array.from({ length: 14 }, (_, number) => ({ event: eventType, data: { number } })))).status).toBe(202);
  await expect(sender.getByText("Down, on hold")).toBeVisible();
  await expect(sender.getByText("14 waiting")).toBeVisible();
  await page.getByRole("button", { name: "Repair it" }).click();
  await expect(page.getByText("It answers 200 from now on.")).toBeVisible();
  // By itself the first look at an endpoint that is down comes after 30 seconds; whoever repaired it need not wait.
  const receiver = page.url();
  await page.goto(`/subscriptions/${json.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Down");
  await expect(page.getByText(/^Down since .*answered 500/)).toBeVisible();
  await expect(page.getByText("14 deliveries are on hold.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "On hold" })).toHaveCount(10);
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Active");
  await expect(page.getByText("on hold")).toHaveCount(0);
  await page.goto(receiver);
  await expect(sender.getByText("Active")).toBeVisible();
  await expect(sender.getByText("Nothing waits")).toBeVisible();
});
