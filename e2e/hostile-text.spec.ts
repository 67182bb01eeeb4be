import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { readId } from "../lib/domain/ids";
import { credentials, expect, running, test } from "./aviso";
import { runSql } from "./database";
import { callAction, openHttp, signInOverHttp } from "./http";

test.use({ isSignedIn: false, viewport: { width: 390, height: 800 } });

/** A name as it gets past the forms: markup, a word that is too long to break, letters that are written from right to left. */
const named = (what: string) => `${what}"><img src=x onerror=hack()>javascript:hack()שלום!`;
/** And one as only an older version, or a hand in the database, can have stored it. */
const worst = (what: string) => `${what}"><script>hack()</script>${"W".repeat(120)}שלום!\u202Egnp.exe\u001b[31m`;
const PAYLOAD = { html: "<script>hack()</script><img src=x onerror=hack()>", link: "javascript:hack()", ansi: "\u001b[31mred\u0007", turned: "\u202Egnp.exe", right: "שלום!", long: "x".repeat(200_000), nul: "\u0000" };
const KINDS = ["PRODUCT", "TITLE", "SUB", "RECV", "KEY", "NOTE", "VIEW", "MARK", "STORY", "WHO", "PLACE", "TEXT", "NOTICE", "AUDIT"];

/** Looks at the page as a person would, and at what only a script sees. @returns what is wrong */
function findTrouble(kinds: string[]): string[] {
  const trouble: string[] = [];
  if ("hacked" in window) trouble.push("a script ran");
  if (document.querySelector("a[href^='javascript:'], [onerror], [onclick], img[src='x']")) trouble.push("markup became an element");
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) trouble.push(`${scrollWidth} px wide`);
  // Held apart by characters (FSI … PDI), where no element can do it.
  const withoutApart = (text: string) => text.replaceAll(/\u2068[^\u202a-\u202e\u2066-\u2069]*\u2069/g, "");
  const TURNS = /[\u202a-\u202e\u2066-\u2069\u0590-\u05ff\u001b]/;
  const plain: [string, string][] = [["title of the page", document.title], ...[...document.querySelectorAll("option")].map((option): [string, string] => ["option", option.text])];
  for (const name of ["title", "aria-label", "aria-description", "aria-valuetext", "alt", "placeholder"]) for (const element of document.querySelectorAll(`[${name}]`)) plain.push([name, element.getAttribute(name)!]);
  for (const [where, text] of plain) if (TURNS.test(withoutApart(text))) trouble.push(`not held apart in ${where}: ${text.slice(0, 200)}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isName = new RegExp(`^“?(${kinds.join("|")})"><.*(\\[31m|!|W)”?$`, "s");
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = withoutApart(node.textContent!).trim();
    const parent = node.parentElement!;
    if (!/[\u202a-\u202e\u2066-\u2069\u0590-\u05ff]/.test(text) || parent.closest("script, style, textarea, option") || !parent.checkVisibility()) continue;
    // Inside a payload each mark stands by its number, and right-to-left letters stay within their line.
    if (parent.closest("pre, code")) {
      if (/[\u202a-\u202e\u2066-\u2069\u001b]/.test(text)) trouble.push(`a mark in ${parent.closest("pre, code")!.textContent!.slice(0, 60)}`);
      continue;
    }
    let isolate: Element = parent;
    while (!/isolate|plaintext/.test(getComputedStyle(isolate).unicodeBidi)) isolate = isolate.parentElement!;
    // A whole sentence may stand there, as long as no mark does.
    if (isolate.tagName === "BDI" && !/[\u202a-\u202e\u2066-\u2069]/.test(withoutApart(isolate.textContent!))) continue;
    if (!isName.test(isolate.textContent!.trim())) trouble.push(`not by itself in <${isolate.tagName.toLowerCase()}>: ${isolate.textContent!.slice(0, 120)}`);
  }
  return trouble;
}

test("names, payloads, answers and notices full of markup, escapes and turning marks do nothing on any page but stand there; and no page has a secret in its source", async ({ page, context }) => {
  test.setTimeout(180_000);
  const system = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(500, { "content-type": "text/html", "x-evil": "<img src=x onerror=hack()>", "set-cookie": "a=<script>hack()</script>", location: "javascript:hack()" }).end(`<script>hack()</script>\u001b[31m\u202Egnp.exe שלום ${"y".repeat(100_000)}`));
  });
  await new Promise<void>((resolve) => system.listen(0, "127.0.0.1", resolve));
  const http = await openHttp();
  const { places, secrets } = await plant(http, `http://127.0.0.1:${(system.address() as AddressInfo).port}/${"z".repeat(100)}`);
  system.close();

  await context.addCookies((await http.storageState()).cookies);
  await page.addInitScript(() => void Object.assign(window, { hack: () => Object.assign(window, { hacked: true }) }));
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => expect.soft("a dialog").toBe("none")));
  for (const [address, words] of places) {
    await page.goto(address);
    await expect.soft(page.getByRole("heading", { level: 1 }), address).toBeVisible();
    await expect.soft(page.locator("body"), address).toContainText(words);
    // What is folded up is looked at as well.
    await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
    expect.soft(await page.evaluate(findTrouble, KINDS), address).toEqual([]);
    // Neither in its source nor (where Next leads on first) in what a page's script fetches of it.
    for (const headers of [{ accept: "text/html" }, { rsc: "1" }] as Record<string, string>[]) {
      const answer = await http.get(address, { headers, maxRedirects: 1 });
      expect.soft(answer.headers()["content-type"], address).toContain("rsc" in headers ? "text/x-component" : "text/html");
      const source = await answer.text();
      for (const [what, secret] of Object.entries(secrets)) expect.soft(source.includes(secret), `${what} in ${address}`).toBe(false);
    }
  }
  const log = readFileSync(path.join(path.dirname(running.credentials), "aviso.log"), "utf8");
  expect(log).toContain("info ");
  for (const [what, secret] of Object.entries(secrets)) expect(log.includes(secret), `${what} in the log`).toBe(false);
  // What asks and what tells afterwards has the name in its sentence, too.
  await page.goto("/products");
  for (const name of [/^Archive \u2068PRODUCT.*U\+202E.*\u2069$/, /^Archive \u2068PRODUCT.*\u2069$/]) {
    await page.getByRole("button", { name }).first().click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("heading")).toContainText("PRODUCT");
    expect.soft(await page.evaluate(findTrouble, KINDS), "a question").toEqual([]);
    await dialog.getByRole("button", { name: "Archive product" }).click();
    await expect(page.getByText(/PRODUCT.*archived\.$/)).toBeVisible();
    expect.soft(await page.evaluate(findTrouble, KINDS), "a toast").toEqual([]);
  }
  await http.dispose();
});

/** A workspace of its own, full of it. @returns the pages, with what each must show, and the secrets that none may */
async function plant(http: APIRequestContext, url: string): Promise<{ places: [string, string][]; secrets: Record<string, string> }> {
  const owner = await openHttp();
  const email = `hostile${Date.now()}@text.example`;
  await signInOverHttp(owner, credentials);
  const token = /\/join\/([\w-]+)/.exec(await callAction(owner, "createInvitationAction", { role: "viewer" }))![1]!;
  await owner.dispose();
  await callAction(http, "acceptInvitationAction", { token, name: named("WHO"), email, password: "a long enough password" });
  const workspace = /wsp_\w+/.exec(await callAction(http, "createWorkspaceAction", { name: named("PLACE") }))![0];
  const workspaceId = readId("workspace", workspace)!;
  const key = /avk_[\w-]+/.exec(await callAction(http, "createApiKeyAction", { name: named("KEY"), scope: "manage" }))![0];
  const api = async <Json>(method: string, path: string, data?: unknown): Promise<Json> => {
    const response = await http.fetch(path, { method, headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, ...(data === undefined ? {} : { data: JSON.stringify(data) }) });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return response.status() === 204 ? (null as Json) : ((await response.json()) as Json);
  };
  await api("POST", "/api/v1/products", { name: named("PRODUCT"), externalId: "<img src=x onerror=hack()>" });
  await api("POST", "/api/v1/event-types", { name: "HOSTILE_TYPE", title: named("TITLE"), description: `${named("TEXT")}${"W".repeat(150)}`, sample: { ...PAYLOAD, long: "x".repeat(50_000), nul: "" } });
  const subscription = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name: named("SUB"), url, headers: [{ name: "x-evil", value: "<script>hack()</script>" }, { name: "x-kept", value: "kept-header-5d02" }], hotmartCompatible: true, hottok: "kept-hottok-91c7" });
  await callAction(http, "createReceiverAction", { name: named("RECV") });
  const [receiver] = /rcv_\w+/.exec(await callAction(http, "createReceiverAction", { name: named("RECV") }))!;
  const [, inboxToken] = /\/r\/([\w-]+)/.exec(await (await http.get(`/receiver/${receiver}`)).text())!;
  await fetch(`${credentials.url}/r/${inboxToken}?q=%3Cscript%3Ehack()%3C/script%3E%E2%80%AE`, { method: "POST", headers: { "content-type": "application/json", "x-evil": "<img src=x onerror=hack()>" }, body: JSON.stringify(PAYLOAD) });
  // Where Aviso itself receives, it could tell what it was sent.
  await api("POST", "/api/v1/subscriptions", { name: named("SUB"), url: `${credentials.url}/r/${inboxToken}`, headers: [{ name: "x-kept", value: "kept-header-5d02" }], hotmartCompatible: true, hottok: "kept-hottok-91c7" });
  const data = { product: { id: 77, name: named("PRODUCT") }, buyer: { name: PAYLOAD.turned + PAYLOAD.html, email: "a@b.example" }, purchase: { transaction: "HP<img src=x onerror=hack()>" }, ...PAYLOAD };
  const event = await api<{ id: string }>("POST", "/api/v1/events", { event: "HOSTILE_TYPE", data });
  const shown = () => api<{ verdicts: { deliveries: { attempts: unknown[] }[] }[] }>("GET", `/api/v1/events/${event.id}`);
  await expect.poll(async () => (await shown()).verdicts.flatMap(({ deliveries }) => deliveries.flatMap(({ attempts }) => attempts)).length, { timeout: 30_000 }).toBeGreaterThan(1);
  await callAction(http, "bookmarkAction", { eventId: event.id, name: named("MARK") });
  await callAction(http, "createSavedViewAction", { name: named("VIEW"), filters: { status: "failed" } });
  await callAction(http, "createInvitationAction", { role: "viewer", note: named("NOTE") });
  const replay = await callAction(http, "planReplayAction", { subscriptionIds: [], include: ["failed", "retrying", "delivered", "never"], filter: {} });
  const invitation = /\/join\/([\w-]+)/.exec(await callAction(http, "createInvitationAction", { role: "viewer", note: named("NOTE") }))![1]!;
  const e = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const mine = `workspace_id = '${workspaceId}'`;
  for (const [table, column, kind] of [["products", "name", "PRODUCT"], ["subscriptions", "name", "SUB"], ["event_types", "title", "TITLE"], ["receivers", "name", "RECV"], ["saved_views", "name", "VIEW"], ["bookmarks", "name", "MARK"], ["api_keys", "name", "KEY"]] as const) {
    // One row of each keeps the name that the forms let through.
    await runSql(`UPDATE ${table} SET ${column} = ${e(worst(kind))} WHERE id = (SELECT id FROM ${table} WHERE ${mine} ORDER BY id DESC LIMIT 1)`);
  }
  await runSql(`UPDATE invitations SET note = ${e(worst("NOTE"))} WHERE id = (SELECT id FROM invitations WHERE ${mine} ORDER BY id LIMIT 1)`);
  await runSql(`UPDATE workspaces SET name = ${e(worst("PLACE"))} WHERE id = '${workspaceId}'`);
  await runSql(`UPDATE users SET name = ${e(worst("WHO"))} WHERE email = '${email}'`);
  const subscriptionId = readId("subscription", subscription.id)!;
  await runSql(`INSERT INTO notices (id, workspace_id, kind, subscription_id, subscription_name, detail, key, created_at, event_state, mail_state) VALUES (uuidv7(), '${workspaceId}', 'subscription_down', '${subscriptionId}', ${e(worst("NOTICE"))}, '{}', 'hostile', now(), 'none', 'none')`);
  await runSql(`INSERT INTO audit_log (id, workspace_id, actor_kind, actor_name, action, target_name, before, after) VALUES (uuidv7(), '${workspaceId}', 'system', ${e(worst("WHO"))}, 'product.updated', ${e(worst("AUDIT"))}, ${e(JSON.stringify({ name: worst("AUDIT") }))}, ${e(JSON.stringify({ name: named("AUDIT") }))})`);
  const { secrets: [signing] } = await api<{ secrets: [{ secret: string }] }>("GET", `/api/v1/subscriptions/${subscription.id}/secret`);
  const secrets = { "a header's value": "kept-header-5d02", "the hottok": "kept-hottok-91c7", "the signing secret": signing.secret.replace("whsec_", ""), "the API key": key };
  const replayId = /rpl_\w+/.exec(replay)?.[0];
  const places: [string, string][] = [
    ["/", "SUB"], ["/events", "HOSTILE_TYPE"], [`/events/${event.id}`, "onerror=hack()"], ["/events?q=%3Cscript%3Ehack()%3C/script%3E", "hack"],
    ["/subscriptions", "SUB"], [`/subscriptions/${subscription.id}`, "SUB"], [`/subscriptions/${subscription.id}/edit`, "SUB"], [`/subscriptions/${subscription.id}/waiting`, "SUB"], ["/subscriptions/new", "PLACE"],
    ["/products", "PRODUCT"], ["/event-types", "TITLE"], ["/event-types/HOSTILE_TYPE", "TITLE"], ["/receiver", "RECV"], [`/receiver/${receiver}`, "onerror=hack()"],
    ["/test", "PLACE"], ["/test/scenarios", "SUB"], ["/replays", "WHO"], ["/replays/new", "SUB"], ...(replayId ? [[`/replays/${replayId}`, "SUB"] as [string, string]] : []),
    ["/settings/profile", "PLACE"], ["/settings/workspace", "PLACE"], ["/settings/people", "NOTE"], ["/settings/api-keys", "KEY"], ["/settings/audit-log", "AUDIT"], ["/workspaces/new", "PLACE"], [`/join/${invitation}`, "PLACE"],
  ];
  return { places, secrets };
}
