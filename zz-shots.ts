import { readFileSync, mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
const { url, email, password, apiKey } = JSON.parse(readFileSync(process.argv[2]!, "utf8"));
const out = "/tmp/shots";
mkdirSync(out, { recursive: true });
const api = async (p: string) => (await (await fetch(url + p, { headers: { authorization: `Bearer ${apiKey}` } })).json()) as any;
const main = async () => {
  const events = await api("/api/v1/events?status=failed");
  const eventId = (events.events ?? events.data)[0].id;
  const subs = await api("/api/v1/subscriptions");
  const list = subs.subscriptions ?? subs.data;
  const paused = list.find((s: any) => s.status === "paused") ?? list[0];
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const locale = process.argv[3] ?? "en-US";
  const login = await browser.newContext({ baseURL: url, locale });
  const lp = await login.newPage();
  await lp.goto("/sign-in");
  await lp.locator("input[type=email]").fill(email);
  await lp.locator("input[type=password]").fill(password);
  await lp.locator("form button[type=submit]").click();
  await lp.waitForURL((u) => !u.pathname.startsWith("/sign-in"));
  const storage = await login.storageState();
  await lp.goto("/receiver");
  const receiver = await lp.locator('a[href^="/receiver/"]').first().getAttribute("href");
  const pages: [string, string][] = [["overview", "/"], ["events", "/events"], ["event", `/events/${eventId}`], ["replays", "/replays"], ["replay-new", "/replays/new"], ["test", "/test"], ["scenarios", "/test/scenarios"], ["subs", "/subscriptions"], ["sub-new", "/subscriptions/new"], ["sub", `/subscriptions/${list[0].id}`], ["sub-edit", `/subscriptions/${list[0].id}/edit`], ["waiting", `/subscriptions/${paused.id}/waiting`], ["products", "/products"], ["types", "/event-types"], ["type", "/event-types/PURCHASE_APPROVED"], ["receivers", "/receiver"], ["receiver", receiver!], ["reference", "/reference"], ["profile", "/settings/profile"], ["workspace", "/settings/workspace"], ["people", "/settings/people"], ["keys", "/settings/api-keys"], ["audit", "/settings/audit-log"], ["ws-new", "/workspaces/new"], ["nomatch", "/events?search=zzznope"], ["notfound", "/events/evt_00000000000000000000000000"]];
  for (const scheme of ["light", "dark"] as const) for (const width of [1440, 390]) {
    const context = await browser.newContext({ baseURL: url, storageState: storage, locale, viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: scheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [name, path] of [...pages, ["sign-in", "/sign-in"] as [string, string]]) {
      await page.goto(path, { waitUntil: "load" });
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${out}/${name}-${width}-${scheme}.png` });
    }
    await context.close();
  }
  const sheet = await browser.newPage({ viewport: { width: 2000, height: 1000 } });
  for (const [name] of [...pages, ["sign-in", ""] as [string, string]]) {
    const img = (w: number, s: string, px: number) => `<img style="width:${px}px;border:1px solid #888" src="data:image/png;base64,${readFileSync(`${out}/${name}-${w}-${s}.png`).toString("base64")}">`;
    await sheet.setContent(`<body style="margin:8px;background:#999;display:flex;gap:8px;align-items:flex-start">${img(1440, "light", 760)}${img(1440, "dark", 500)}${img(390, "light", 330)}${img(390, "dark", 330)}</body>`);
    await sheet.screenshot({ path: `${out}/sheet-${name}.png`, clip: { x: 0, y: 0, width: 2000, height: 740 } });
  }
  await browser.close();
};
void main();
