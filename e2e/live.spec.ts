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
