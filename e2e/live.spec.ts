import type { Page } from "@playwright/test";
import { startProxy } from "../lib/testing/tcp-proxy";
import { credentials, expect, test } from "./aviso";

const event = (type: string, n: number) => ({ event: type, data: { product: { id: 4120871, name: "Curso de Fotografia" }, n } });
const isLive = (request: { url(): string }) => new URL(request.url()).pathname.endsWith("/live");

/** Says to the page that its tab went out of sight, or came back: a headless browser shows every tab. */
async function turn(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((to) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => to });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

test("a hidden tab ends its stream; seen again it opens one and tells what it missed, the list standing still", async ({ page, api }) => {
  const type = `HIDDEN_${Date.now()}`;
  await api("POST", "/api/v1/events", event(type, 1));
  const opened = page.waitForResponse((response) => isLive(response));
  await page.goto(`/events?eventType=${type}`);
  await opened;
  const rows = page.getByRole("link", { name: type });
  await expect(rows).toHaveCount(1);
  const ended = page.waitForEvent("requestfailed", isLive);
  await turn(page, "hidden");
  await ended;
  const again: string[] = [];
  page.on("request", (request) => isLive(request) && again.push(request.url()));
  await api("POST", "/api/v1/events", event(type, 2));
  await api("POST", "/api/v1/events", event(type, 3));
  const button = page.getByRole("button", { name: "2 new events" });
  await expect(button).toHaveCount(0);
  expect(again).toEqual([]);
  await turn(page, "visible");
  await expect(button).toBeVisible();
  expect(again).toHaveLength(1);
  await expect(rows).toHaveCount(1);
});

test("while Aviso cannot be reached an open page stays as it is, and says of what is pressed that it did not get through", async ({ page, api, context, console }) => {
  console.allow(/ERR_INTERNET_DISCONNECTED/);
  const { data: [failed] } = (await api<{ data: { id: string }[] }>("GET", "/api/v1/events?status=delivered&limit=1")).json;
  await page.goto(`/events/${failed!.id}`);
  const resend = page.getByRole("button", { name: /^Resend to/ }).first();
  await expect(resend).toBeEnabled();
  // What says it comes when the page is at rest.
  await expect(page.getByRole("region", { name: /^Messages/ })).toBeAttached();
  await context.setOffline(true);
  await resend.click();
  await expect(page.getByText("Aviso could not be reached.").first()).toBeVisible();
  await expect(resend).toBeVisible();
  await context.setOffline(false);
  // This page asks again and again by itself.
  await page.goto("/receiver");
  await page.getByRole("button", { name: "New receiver" }).click();
  await page.getByLabel("Name").fill("Typed");
  const asked = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/health"));
  await context.setOffline(true);
  await asked;
  await context.setOffline(false);
  await page.waitForResponse((response) => response.url().includes("/receiver?_rsc="));
  await expect(page.getByLabel("Name")).toHaveValue("Typed");
});

test("a stream that is cut comes back by itself and tells what came meanwhile, and the list stays where it is", async ({ page, api, console }) => {
  // What the browser says of a line that is down.
  console.allow(/ERR_(CONNECTION|INCOMPLETE|EMPTY|NETWORK)/);
  const type = `CUT_${Date.now()}`;
  await api("POST", "/api/v1/events", event(type, 1));
  const direct = new URL(credentials.url);
  const proxy = await startProxy(Number(direct.port));
  const address = `http://${direct.hostname}:${proxy.port}`;
  const opened = page.waitForResponse((response) => isLive(response));
  await page.goto(`${address}/events?eventType=${type}`);
  await opened;
  const rows = page.getByRole("link", { name: type });
  await expect(rows).toHaveCount(1);
  const before = await rows.boundingBox();
  await proxy.refuse();
  proxy.cut();
  await api("POST", "/api/v1/events", event(type, 2));
  await api("POST", "/api/v1/events", event(type, 3));
  const back = page.waitForResponse((response) => isLive(response) && response.ok());
  await proxy.accept();
  await back;
  const button = page.getByRole("button", { name: "2 new events" });
  await expect(button).toBeVisible();
  await expect(rows).toHaveCount(1);
  expect((await rows.boundingBox())!.y).toBe(before!.y);
  await button.click();
  await expect(rows).toHaveCount(3);
  await proxy.close();
});
