import { randomUUID } from "node:crypto";
import { accessibilityProblems, expect, test } from "./aviso";
import { runSql } from "./database";

/** Events that nobody else has, with the ids that the API gave them, oldest first. */
async function send(api: (method: "POST", path: string, body: unknown) => Promise<{ status: number; json: unknown }>, count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({ event: "SWITCH_PLAN", id: randomUUID(), data: { product: { id: 5140377, name: "Fotografia com Celular" }, switched: true } }));
  const { status, json } = await api("POST", "/api/v1/events", events);
  expect(status).toBe(202);
  return (json as { results: { id: string }[] }).results.map((result) => result.id);
}

test("a system breaks, several deliveries fail, and one replay from the first of them brings all of them there", async ({ page, api, system }) => {
  const name = `Repair ${randomUUID().slice(0, 8)}`;
  system.status = 401;
  const made = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"], maxAttempts: 1 });
  expect(made.status, JSON.stringify(made.json)).toBe(201);
  const ids = await send(api, 4);
  await expect.poll(() => system.received.length).toBe(4);
  await expect.poll(async () => (await api<{ data: unknown[] }>("GET", `/api/v1/events?subscriptionId=${made.json.id}&status=failed`)).json.data.length).toBe(4);
  system.received.length = 0;

  await page.goto(`/events/${ids[0]}`);
  const card = page.locator("section").filter({ has: page.getByRole("button", { name: `Resend to ${name}` }) }).last();
  await card.getByRole("button", { name: "Resend all failed since this one" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Sends 4 deliveries")).toBeVisible();
  await expect(dialog.getByText(name)).toBeVisible();
  expect(system.received).toHaveLength(0);
  await dialog.getByRole("button", { name: "Start replay" }).click();

  await expect(page).toHaveURL(/\/replays\/rpl_/);
  // It was not repaired yet: what failed goes again from here, and nothing else.
  await expect(page.getByText("4 deliveries failed again.")).toBeVisible();
  system.status = 200;
  system.received.length = 0;
  const first = page.url();
  await page.getByRole("button", { name: "Replay what failed" }).click();
  await expect(dialog.getByText("Sends 4 deliveries")).toBeVisible();
  await dialog.getByRole("button", { name: "Start replay" }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.getByText("4 of 4 sent")).toBeVisible();
  await expect(page.getByText("All 4 delivered.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "SWITCH_PLAN" })).toHaveCount(4);
  expect(system.received.map(({ headers }) => headers["webhook-id"]).sort()).toEqual(ids.toSorted());
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await accessibilityProblems(page), colorScheme).toEqual([]);
  }
  await page.getByRole("row").filter({ hasText: "SWITCH_PLAN" }).first().getByRole("link").click();
  await expect(page.getByText(/replayed/).first()).toBeVisible();
});

test("a replay of what a new subscription never got can be paused, resumed and cancelled", async ({ page, api, system }) => {
  const from = new Date().toISOString();
  // At one a second they last until it is cancelled, however slow the browser.
  const ids = await send(api, 20);
  const name = `Late ${randomUUID().slice(0, 8)}`;
  const made = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"] });
  await page.goto(`/events/${ids[0]}`);
  await page.getByRole("link", { name: `Send it there: ${name}` }).click();
  await expect(page.getByRole("textbox", { name: "Search" })).toHaveValue(ids[0]!);
  await expect(page.getByLabel(name)).toBeChecked();
  await page.goto(`/replays/new?subscription=${made.json.id}&from=${from}`);
  await expect(page.getByLabel(name)).toBeChecked();
  await expect(page.getByLabel("Never sent there")).toBeChecked();
  await page.getByLabel("Deliveries a second").fill("1");
  await page.getByLabel("Keep each product's order").click();
  await page.getByRole("button", { name: "See the plan" }).click();
  await expect(page.getByText("Planned", { exact: true })).toBeVisible();
  expect(system.received).toHaveLength(0);

  await page.getByRole("button", { name: "Start replay" }).click();
  await expect.poll(() => system.received.length).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  const before = system.received.length;
  await expect.poll(() => system.received.length).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Cancel replay" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel replay" }).click();
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  const sent = system.received.map(({ headers }) => headers["webhook-id"]);
  expect(sent).toEqual(ids.filter((id) => sent.includes(id)));
});

test("a replay is narrowed by how deliveries failed and by whether they were resent, and its plan says so in words", async ({ page, api, system }) => {
  const name = `Narrowed ${randomUUID().slice(0, 8)}`;
  system.status = 500;
  const made = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"] });
  await send(api, 1);
  await expect.poll(() => system.received.length).toBeGreaterThan(0);
  await expect.poll(async () => (await api<{ data: unknown[] }>("GET", `/api/v1/events?subscriptionId=${made.json.id}&failure=http_status`)).json.data.length).toBe(1);
  await page.goto(`/replays/new?subscription=${made.json.id}`);
  await page.getByRole("combobox", { name: "Event type" }).selectOption("SWITCH_PLAN");
  await page.getByRole("combobox", { name: "Last failure" }).selectOption("http_status");
  await page.getByRole("combobox", { name: "Resent by a person before" }).selectOption("no");
  await page.getByRole("button", { name: "See the plan" }).click();
  await expect(page.getByRole("heading", { name: "The plan" })).toBeVisible();
  const facts = page.locator("dl").filter({ hasText: "Events received" });
  await expect(facts).toContainText("(SWITCH_PLAN)");
  await expect(facts).toContainText("Not resent before");
  await expect(facts).toContainText("1 delivery");
  await page.goto(`/replays/new?subscription=${made.json.id}`);
  await page.getByRole("combobox", { name: "Last failure" }).selectOption("dns");
  await page.getByRole("button", { name: "See the plan" }).click();
  await expect(page.getByRole("main").getByText("There is nothing to send")).toBeVisible();
});

test("what is selected in the list is sent again, also when it had arrived", async ({ page, api, system }) => {
  const name = `Selected ${randomUUID().slice(0, 8)}`;
  const made = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"] });
  const ids = await send(api, 3);
  await expect.poll(() => system.received.length).toBe(3);
  system.received.length = 0;
  await page.goto(`/events?subscriptionId=${made.json.id}`);
  await page.getByRole("checkbox", { name: /page/i }).check();
  await page.getByRole("button", { name: "Resend 3 events" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start replay" }).click();
  await expect(page.getByText("All 3 delivered.")).toBeVisible();
  expect(system.received.map(({ headers }) => headers["webhook-id"]).sort()).toEqual(ids.toSorted());
});

test("what fails needs attention on Overview, is repaired there, and leaves by itself", async ({ page, api, system }) => {
  const name = `Attention ${randomUUID().slice(0, 8)}`;
  system.status = 403;
  await api("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"], maxAttempts: 1 });
  await send(api, 2);
  const row = page.getByRole("listitem").filter({ hasText: name }).filter({ hasText: "403" });
  await expect.poll(() => system.received.length).toBe(2);
  await expect(async () => {
    await page.goto("/");
    await expect(row.getByText("2 deliveries given up")).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await row.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Acknowledge" }).click();
  await expect(row).not.toBeVisible();
  await page.getByText(/\d+ acknowledged/).click();
  await expect(row.getByText(/Seen by/)).toBeVisible();

  system.status = 200;
  await row.getByRole("button", { name: "Resend all" }).click();
  await expect(page.getByRole("dialog").getByText("Sends 2 deliveries")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Start replay" }).click();
  await expect(page.getByText("All 2 delivered.")).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("what waits for a paused subscription can be picked from, skipped and delivered", async ({ page, api, system }) => {
  const name = `Held ${randomUUID().slice(0, 8)}`;
  const made = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"] });
  await page.goto(`/subscriptions/${made.json.id}`);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("heading", { level: 1 }).getByText("Paused")).toBeVisible();
  const ids = await send(api, 3);

  await page.goto(`/subscriptions/${made.json.id}/waiting`);
  await expect(page.getByRole("row")).toHaveCount(4);
  // A page beyond the last one, as after its rows were all delivered, leads to those that wait.
  await page.goto(`/subscriptions/${made.json.id}/waiting?cursor=${Date.now() + 86_400_000}.dlv_01h455vb4pex5vsknk084sn02q`);
  await expect(page).toHaveURL(/\/waiting$/);
  await expect(page.getByRole("row")).toHaveCount(4);
  expect.soft(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole("checkbox", { name: new RegExp(ids[0]!) }).check();
  await page.getByRole("button", { name: "Deliver" }).click();
  await expect.poll(() => system.received.map(({ headers }) => headers["webhook-id"])).toEqual([ids[0]]);
  await page.getByRole("checkbox", { name: new RegExp(ids[1]!) }).check();
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Skip" }).click();
  await expect(page.getByRole("checkbox", { name: new RegExp(ids[1]!) })).toHaveCount(0);

  await page.goto("/");
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row.getByText("1 delivery on hold")).toBeVisible();
  await row.getByRole("button", { name: "Deliver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deliver" }).click();
  await expect.poll(() => system.received.map(({ headers }) => headers["webhook-id"])).toEqual([ids[0], ids[2]]);
  await expect(row).toHaveCount(0);
});

test("a delivery that was resent hundreds of times lists the newest attempts, and the older ones when they are asked for, each whole once it is opened", async ({ page, api, system }) => {
  const name = `Often ${randomUUID().slice(0, 8)}`;
  await api("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["SWITCH_PLAN"] });
  const [id] = await send(api, 1);
  const verdicts = async () => (await api<{ verdicts: { subscription: { name: string }; deliveries: { id: string; attempts: unknown[] }[] }[] }>("GET", `/api/v1/events/${id}`)).json.verdicts;
  const delivery = async () => (await verdicts()).find(({ subscription }) => subscription.name === name)?.deliveries[0];
  await expect.poll(async () => (await delivery())?.attempts.length).toBe(1);
  const columns = "event_id, delivery_id, workspace_id, subscription_id, started_at, duration_ms, request_url, request_headers, request_body, response_status, response_headers, response_encoding, response_bytes, response_truncated, worker_id";
  const mine = `(SELECT s.id FROM subscriptions s WHERE s.name = '${name}')`;
  await runSql(`INSERT INTO attempts (number, trigger, response_body, ${columns}) SELECT n, 'resend', 'answer ' || n, ${columns} FROM attempts, generate_series(2, 250) AS n WHERE number = 1 AND subscription_id = ${mine}`);
  await runSql(`UPDATE deliveries SET attempt_count = 250 WHERE subscription_id = ${mine}`);

  await page.goto(`/events/${id}`);
  const card = page.locator("section").filter({ has: page.getByRole("button", { name: `Resend to ${name}` }) }).last();
  const attempts = card.locator("summary").filter({ hasText: /^Attempt \d/ });
  await expect(attempts).toHaveCount(100);
  await expect(card.getByText("150 older attempts are not listed yet.")).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await card.getByRole("button", { name: "Show older attempts" }).click();
  await expect(card.getByText("50 older attempts are not listed yet.")).toBeVisible();
  // One more is made meanwhile: what the page's list drops for it is not lost.
  await card.getByRole("button", { name: `Resend to ${name}` }).click();
  await expect(attempts.first()).toContainText("Attempt 251");
  await expect(attempts).toHaveCount(201);
  await card.getByRole("button", { name: "Show older attempts" }).click();
  await expect(attempts).toHaveCount(251);
  await expect(card.getByRole("button", { name: "Show older attempts" })).toHaveCount(0);
  await card.getByText("Attempt 7", { exact: true }).click();
  await expect(card.getByText("answer 7", { exact: true })).toBeVisible();
});
