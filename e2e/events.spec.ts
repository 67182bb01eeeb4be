import { readFileSync } from "node:fs";
import { createHmac } from "node:crypto";
import { accessibilityProblems, expect, test } from "./aviso";

interface Accepted { id: string }
interface Listed { data: { id: string; lead: { id: string } | null; state: string | null }[] }

const post = (type: string, data: object) => ({ event: type, data: { product: { id: 4120871, name: "Curso de Fotografia" }, ...data } });

test("an open list announces what comes without moving, and shows it when asked", async ({ page, api }) => {
  const type = `LIVE_${Date.now()}`;
  const fetches: string[] = [];
  page.on("request", (request) => { if (request.method() === "GET" && request.headers().rsc && !request.headers()["next-router-prefetch"]) fetches.push(request.url()); });
  const asked = () => page.waitForResponse((response) => response.request().postData()?.includes('"shown":[]') ?? false);
  const first = asked();
  await page.goto(`/events?eventType=${type}`);
  // Nothing stands there that could move: the first one shows by itself.
  await expect(page.getByText("No event matches")).toBeVisible();
  await expect(page.getByLabel("Event type")).toHaveValue(type);
  await first;
  const next = asked();
  await api("POST", "/api/v1/events", post(`OTHER_${type}`, { n: 0 }));
  await next;
  expect(fetches).toEqual([]);
  await api("POST", "/api/v1/events", post(type, { n: 1 }));
  const rows = page.getByRole("link", { name: type });
  await expect(rows).toHaveCount(1);
  // The numbers beside the filters are those of the list that is shown.
  const chosen = page.getByLabel("Event type").locator("option:checked");
  await expect(chosen).toHaveText(`${type} · 1`);
  await api("POST", "/api/v1/events", post(type, { n: 2 }));
  const button = page.getByRole("button", { name: "1 new event" });
  await expect(button).toBeVisible();
  await expect(rows).toHaveCount(1);
  await button.click();
  await expect(rows).toHaveCount(2);
  await expect(button).toHaveCount(0);
  await expect(chosen).toHaveText(`${type} · 2`);
});

test("who reads further down an open list is told there of what comes, and led to it", async ({ page, api }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await page.goto("/events");
  await page.getByRole("row").last().scrollIntoViewIfNeeded();
  await api("POST", "/api/v1/events", post("PURCHASE_APPROVED", { n: 1 }));
  const button = page.getByRole("button", { name: /^\d+ new events?$/ });
  await expect(button).toBeInViewport();
  await button.click();
  await expect(page.getByRole("row").nth(1)).toBeInViewport();
  await expect(button).toHaveCount(0);
});

test("a payload of HTML, scripts, terminal codes, marks that turn text and one line of 200 kB is shown as text", async ({ page, api }) => {
  const type = `HOSTILE_${Date.now()}`;
  const hostile = { html: "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>", ansi: "\u001b[31mred", turned: "\u202Egnp.exe", long: "x".repeat(200_000) };
  const { json } = await api<Accepted>("POST", "/api/v1/events", post(type, hostile));
  await page.goto(`/events/${json.id}`);
  const payload = page.getByRole("region", { name: "Payload" });
  await expect(payload).toContainText("<script>window.hacked=1</script>");
  await expect(payload).not.toContainText("\u202E");
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test("bars are one stop of the Tab key; Shift and the arrows choose a range, and a day is shown by the hour", async ({ page }) => {
  await page.goto("/events");
  const bars = page.getByRole("list", { name: /Events by time/ });
  await expect(bars.getByRole("link")).toHaveCount(60);
  await bars.locator("a[tabindex='0']").focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  // The last three days but the last.
  expect(chosenDays(page.url())).toEqual({ first: 56, last: 58 });
  await bars.locator("a[tabindex='0']").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/day=/);
  await expect(bars.getByRole("link")).toHaveCount(24);
});

test("dragging over the bars chooses the days that were passed, either way, and the list holds those alone", async ({ page }) => {
  await page.goto("/events");
  const bars = page.getByRole("list", { name: /Events by time/ });
  for (const [start, end] of [[57, 59], [58, 55]] as const) {
    const [from, to] = [await bars.getByRole("listitem").nth(start).boundingBox(), await bars.getByRole("listitem").nth(end).boundingBox()];
    await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2);
    await page.mouse.down();
    await page.mouse.move(to!.x + to!.width / 2, to!.y + to!.height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => chosenDays(page.url())).toEqual({ first: Math.min(start, end), last: Math.max(start, end) });
    await expect(bars.locator("[aria-current=date]")).toHaveCount(Math.abs(end - start) + 1);
  }
  // One that is let go beside the bars ends there as well.
  const first = await bars.getByRole("listitem").nth(50).boundingBox();
  await page.mouse.move(first!.x + first!.width / 2, first!.y + first!.height / 2);
  await page.mouse.down();
  await page.mouse.move(first!.x + first!.width * 2.5, first!.y + 300, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => chosenDays(page.url())).toEqual({ first: 50, last: 52 });
});

/** Which bars, of 60 whose last is today, an address has chosen. */
function chosenDays(url: string): { first: number; last: number } {
  const { searchParams } = new URL(url);
  const dayOf = (at: number) => 59 + Math.floor(at / 86_400_000) - Math.floor(Date.now() / 86_400_000);
  return { first: dayOf(Date.parse(searchParams.get("from") ?? "")), last: dayOf(Date.parse(searchParams.get("to") ?? "") - 1) };
}

test("going back from an event leads to the same filters and the same place in the list, and its title says where one is", async ({ page }) => {
  await page.goto("/events?status=delivered&period=60d");
  const row = page.locator("main a[data-row]").nth(30);
  await row.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  expect(place).toBeGreaterThan(200);
  await row.click();
  await expect(page).toHaveURL(/\/events\/evt_.*status=delivered/);
  await expect(page).toHaveTitle(/^.+ · .+ · evt_.+ · Events · Aviso$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/events\?status=delivered/);
  await expect(row).toBeInViewport();
  await expect.poll(() => page.evaluate((to) => Math.abs(window.scrollY - to), place)).toBeLessThan(50);
});

test("filters combine in the address, are kept as a view, and what is shown can be downloaded", async ({ page }) => {
  await page.goto("/events?status=delivered&test=hide");
  const name = `Mine ${Date.now()}`;
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: /Save these filters/ }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("button", { name })).toBeVisible();
  await page.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  const lines = readFileSync((await (await download).path())!, "utf8").trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^event_id,received_at/);
  expect(lines.length).toBeGreaterThan(100);
});

test("an event explains itself: its first line, its signature and its neighbours by the arrow keys", async ({ page, api }) => {
  const { json } = await api<Listed>("GET", "/api/v1/events?status=failed&test=hide&limit=3");
  const [first, second] = json.data;
  // Its stream is opened by the scripts that also listen to the keys.
  const awake = page.waitForResponse((response) => new URL(response.url()).pathname === "/live");
  await page.goto(`/events/${first!.id}?status=failed`);
  await expect(page.getByText(/failed \d+ times|failed once/).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await expect(page.getByRole("link", { name: "Older event" })).toBeVisible();
  await awake;
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(new RegExp(`${second!.id}.*status=failed`));
});

test("the signature check says that the JSON was written again before it was signed", async ({ page, api, system }) => {
  const made = await api<{ id: string; secret: string }>("POST", "/api/v1/subscriptions", { name: `Check ${Date.now()}`, url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  await api("POST", "/api/v1/test-events", { subscriptionId: made.json.id, eventType: "PURCHASE_APPROVED", data: { amount: 1 } });
  await expect.poll(() => system.received.length).toBe(1);
  const { headers, body } = system.received[0]!;
  const text = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${JSON.stringify(JSON.parse(body), null, 2)}`;
  const wrong = `v1,${createHmac("sha256", Buffer.from(made.json.secret.slice(6), "base64")).update(text).digest("base64")}`;
  await page.goto(`/events/${String(headers["webhook-id"])}`);
  await page.getByRole("button", { name: "Signature" }).first().click();
  await page.getByLabel("What your code computed").fill(wrong);
  await page.getByRole("button", { name: "Check signature" }).click();
  await expect(page.getByText(/wrote it again before signing/)).toBeVisible();
});

test("a row's menu resends its delivery, copies the event's id and opens it", async ({ page, api, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const type = `MENU_${Date.now()}`;
  const { json } = await api<Accepted>("POST", "/api/v1/events", post(type, { n: 1 }));
  await page.goto(`/events?eventType=${type}`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: type }) });
  await expect(row).toContainText("1 of 8");
  // An open menu covers its button, so that only a closed one is opened.
  const choose = (name: RegExp) => expect(async () => {
    const entry = page.getByRole("menuitem", { name });
    if (!(await entry.isVisible())) await row.getByRole("button", { name: new RegExp(`^Actions for .* ${json.id}$`) }).click({ timeout: 2_000 });
    await entry.click({ timeout: 2_000 });
  }).toPass();
  await choose(/^Resend to /);
  await expect(row).toContainText("2 of 8");
  await choose(/^Copy id$/);
  await expect(page.getByText("Copied").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(json.id);
  await choose(/^View$/);
  await expect(page).toHaveURL(new RegExp(`/events/${json.id}`));
});
