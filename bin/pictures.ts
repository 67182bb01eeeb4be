import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Page } from "@playwright/test";
import { findBrowser } from "../e2e/browser";
import { startAviso } from "../e2e/start-aviso";

/** Takes the README's pictures anew, of an Aviso of its own: `node --import tsx bin/pictures.ts`. */
const FOLDER = "docs/images";
const SIZE = { width: 1440, height: 900 };

const aviso = await startAviso();
// A seller's system whose password has changed: what an event that explains itself is for.
const system = createServer((request, response) => void request.resume().on("end", () => response.writeHead(401, { "content-type": "application/json" }).end('{"error":"invalid_token","detail":"The token has expired."}')));
await once(system.listen(0, "127.0.0.1"), "listening");
const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  await takePictures();
} finally {
  await browser.close();
  system.close();
  await aviso.stop();
}

async function takePictures(): Promise<void> {
  const { url, email, password, apiKey } = JSON.parse(readFileSync(aviso.credentials, "utf8")) as Record<"url" | "email" | "password" | "apiKey", string>;
  const api = async <Json>(method: string, path: string, body?: object): Promise<Json> => {
    const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Json;
  };
  const address = `http://localhost:${(system.address() as AddressInfo).port}/aviso`;
  const { id: subscriptionId } = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name: "Invoices", url: address, allEventTypes: false, eventTypes: ["PURCHASE_APPROVED"] });
  const data = { product: { id: 4_120_871, name: "Curso de Fotografia" }, buyer: { name: "Bia Souza", email: "bia@example.com" }, purchase: { transaction: "HP3154210977", status: "APPROVED", price: { value: 497, currency_value: "BRL" } } };
  const { id: eventId } = await api<{ id: string }>("POST", "/api/v1/events", { event: "PURCHASE_APPROVED", product: "4120871", data });

  const context = await browser.newContext({ baseURL: url, viewport: SIZE, locale: "en-US", timezoneId: "America/Sao_Paulo", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();

  mkdirSync(FOLDER, { recursive: true });
  await page.goto(`/events/${eventId}`);
  await page.getByText("401").first().waitFor();
  await take(page, "event");
  await page.goto(`/test?subscription=${subscriptionId}`);
  await page.getByRole("button", { name: "Send test event" }).click();
  await page.getByText("401").first().waitFor();
  await take(page, "test");
  await page.goto("/");
  await page.getByText("Invoices").first().waitFor();
  await take(page, "overview");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/events");
  await page.locator("#filter-status option").nth(1).filter({ hasText: /\d/ }).waitFor({ state: "attached" });
  await take(page, "events");
}

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: "disabled" });
  process.stdout.write(`${FOLDER}/${name}.png\n`);
}
