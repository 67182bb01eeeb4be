import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { accessibilityProblems, credentials, expect, test } from "./aviso";

const unique = (name: string) => `${name} ${randomUUID().slice(0, 6)}`;

test("a subscription is made in three steps: the address is checked at its field, a draft is left and resumed, a live test is answered before it is saved, and it sends only what was chosen", async ({ page, api, system }) => {
  const name = unique("Chosen");
  const [listed, resumed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // Live changes would fetch the list anew, whatever happened to the draft.
  await page.route(/\/live$/, async (route) => { await resumed.promise; await route.continue(); });
  await page.goto("/subscriptions");
  const counting = page.waitForRequest((request) => request.method() === "POST");
  await page.route(/(subscriptions\/new|products)$/, async (route) => {
    if (route.request().method() === "POST") await listed.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: "New subscription" }).first().click();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill(name);
  // Left by the menu at once, while the page still counts what would match: what was typed a moment ago is there, though its turn
  // comes on another page, and though the list was read before it was kept.
  await counting;
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Products" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Products");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Subscriptions" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Subscriptions");
  await expect(page.getByRole("link", { name: "CRM", exact: true }).first()).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
  listed.resolve();
  await page.getByRole("listitem").filter({ hasText: name }).getByRole("link", { name: "Continue" }).click();
  resumed.resolve();
  const address = page.getByRole("textbox", { name: "Address" });
  await page.getByRole("button", { name: "Use Aviso's receiver" }).click();
  await expect(address).toHaveValue(new RegExp(`^${credentials.url}/r/[\\w-]+$`));
  await address.fill("http://10.0.0.1/hook");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("private or reserved address")).toBeVisible();
  await address.fill("https://crm.example.com:22/hook");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("Deliveries may not go to this port").first()).toBeVisible();
  await address.fill(system.url);
  await page.getByRole("button", { name: "Next", exact: true }).click();

  const products = page.getByRole("group", { name: "Which products?" });
  await products.getByLabel("Only these").check();
  await products.getByRole("searchbox").fill("receitas");
  await expect(products.getByRole("checkbox")).toHaveCount(1);
  await products.getByRole("checkbox", { name: /Clube de Receitas/ }).check();
  const types = page.getByRole("group", { name: "Which event types?" });
  await types.getByLabel("Only these").check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("Choose at least one event type, or all")).toBeVisible();
  await types.getByRole("checkbox", { name: /the whole group/ }).first().check();
  await expect(types.getByText("9 chosen")).toBeVisible();
  await types.getByRole("checkbox", { name: /Purchase refunded/ }).uncheck();
  await expect(page).toHaveURL(/draft=sdr_/);
  await page.getByRole("link", { name: "Finish later" }).click();
  await page.getByRole("listitem").filter({ hasText: name }).getByRole("link", { name: "Continue" }).click();
  await expect(types.getByText("8 chosen")).toBeVisible();
  await expect(page.getByTestId("back-test")).toContainText(/would have matched [\d,]+ events/);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Send test" }).click();
  await expect(page.getByTestId("live-test")).toContainText("Accepted: your system answered 200");
  // The look at the address was a HEAD without a body.
  const [test, ...more] = system.received.splice(0).filter(({ body }) => body !== "");
  expect(more).toEqual([]);
  expect(JSON.parse(test!.body)).toMatchObject({ test: true, event: "PURCHASE_APPROVED" });

  await page.getByRole("button", { name: "Add header" }).click();
  await page.getByLabel("Name of header 1").fill("Host");
  await page.getByLabel("Value of header 1").fill("crm");
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByText("Aviso or HTTP itself sets this header")).toBeVisible();
  await page.getByLabel("Name of header 1").fill("X-Api-Key");
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page.getByText(/earlier events would have matched/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose what to send" })).toHaveAttribute("href", /replays\/new\?subscription=sub_/);
  await page.getByRole("button", { name: "Show secret" }).click();
  await expect(page.getByTestId("secret")).not.toContainText("•");
  const secret = await page.getByTestId("secret").innerText();
  expect(() => new Webhook(secret).verify(test!.body, test!.headers as Record<string, string>)).not.toThrow();

  const club = { product: { id: 4388502, name: "Clube de Receitas" }, purchase: { transaction: "HP1" } };
  for (const [event, data] of [["PURCHASE_REFUNDED", club], ["PURCHASE_APPROVED", { product: { id: 4120871 } }], ["PURCHASE_APPROVED", club]] as const) {
    expect((await api("POST", "/api/v1/events", { event, data })).status).toBe(202);
  }
  await expect.poll(() => system.received.length).toBe(1);
  expect(JSON.parse(system.received[0]!.body)).toMatchObject({ event: "PURCHASE_APPROVED", data: club });
  expect(system.received[0]!.headers["x-api-key"]).toBe("crm");
  await page.goto("/subscriptions");
  await expect(page.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
});

test("settings are changed and a stored header survives unseen; a paused subscription holds, says who paused it, and sends when it is resumed", async ({ page, api, system }) => {
  const name = unique("Held");
  const { json } = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["PURCHASE_APPROVED"], headers: [{ name: "X-Api-Key", value: "hush" }] });
  await page.goto(`/subscriptions/${json.id}/edit`);
  await expect(page.getByLabel("Value of header 1")).toHaveValue("");
  await page.getByLabel("Time to answer").fill("40");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("From 1 to 30 seconds")).toBeVisible();
  await page.getByLabel("Time to answer").fill("20");
  await page.getByLabel("A second, at most").fill("50");
  await api("PATCH", `/api/v1/subscriptions/${json.id}`, { name: `${name} too` });
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Demo changed this subscription while you had it open.")).toBeVisible();
  await page.reload();
  await page.getByLabel("Time to answer").fill("20");
  await page.getByLabel("A second, at most").fill("50");
  const retry = page.getByRole("group", { name: "When a delivery fails" });
  await expect(page.getByText(/waits of 5 s, 5 min, 30 min, 2 h, 5 h, 10 h,? and 10 h. The last attempt comes 27 h 35 min after/)).toBeVisible();
  await retry.getByLabel("After waits of my own").check();
  await retry.getByLabel("Waits between attempts").fill("5s, soon");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Waits of 1 second to 7 days")).toBeVisible();
  await retry.getByLabel("Waits between attempts").fill("5s, 5m, 3d");
  await expect(page.getByText(/waits of 5 s, 5 min,? and 3 d. The last attempt comes 3 d after/)).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("20 s to answer, 4 attempts, 10 at once, 50 a second at most")).toBeVisible();
  await expect(page.getByText("It selects other events now")).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: "Settings changed" }).first()).toContainText("Time to answer (ms): 15000 → 20000");
  await expect(page.getByRole("listitem").filter({ hasText: "Settings changed" }).first()).toContainText("Waits between attempts: none → 5s, 5m, 3d");
  expect((await api<{ retryWaitsSec: number[] }>("GET", `/api/v1/subscriptions/${json.id}`)).json.retryWaitsSec).toEqual([5, 300, 259_200]);

  // What another tab changes is followed without a reload.
  await api("PATCH", `/api/v1/subscriptions/${json.id}`, { name: `${name} renamed` });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("renamed");

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("dialog")).toContainText("Nothing waits");
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/Paused by Ana/)).toBeVisible();
  await api("POST", "/api/v1/events", { event: "PURCHASE_APPROVED", data: { purchase: { transaction: "HP2" } } });
  await page.reload();
  await expect(page.getByText("1 delivery is on hold.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Pick" })).toHaveAttribute("href", `/subscriptions/${json.id}/waiting`);
  expect(system.received).toHaveLength(0);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => system.received.length).toBe(1);
  expect(system.received[0]!.headers["x-api-key"]).toBe("hush");
});

test("who would leave a subscription's settings unsaved is asked first, by a link, by a key or by closing the page", async ({ page, api, system }) => {
  const { json } = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name: unique("Unsaved"), url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  const name = page.getByLabel("Name", { exact: true });
  const cancel = page.getByRole("link", { name: "Cancel" });
  const stay = () => page.waitForEvent("dialog").then(async (dialog) => {
    await dialog.dismiss();
    return dialog.type() === "beforeunload" ? "closing" : dialog.message();
  });
  await page.goto(`/subscriptions/${json.id}`);
  await page.getByRole("link", { name: "Edit" }).click();
  await cancel.click();
  await expect(page).toHaveURL(new RegExp(`${json.id}$`));
  await page.getByRole("link", { name: "Edit" }).click();
  await name.fill("Changed");
  let asked = stay();
  await cancel.click();
  expect(await asked).toContain("is not saved yet");
  await page.getByRole("heading", { level: 1 }).click();
  asked = stay();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  expect(await asked).toContain("is not saved yet");
  asked = stay();
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe("closing");
  await expect(name).toHaveValue("Changed");
  page.once("dialog", (dialog) => void dialog.accept());
  await cancel.click();
  await expect(page).toHaveURL(new RegExp(`${json.id}$`));
  await page.getByRole("link", { name: "Edit" }).click();
  await name.fill(unique("Saved"));
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Settings changed")).toBeVisible();
});

test("a filter is written against real events: what it would have matched follows each change, and the event's page names the condition that was false", async ({ page, api, system }) => {
  const name = unique("Filtered");
  await page.goto("/subscriptions/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Address" }).fill(system.url);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  const answer = page.getByTestId("back-test");
  await expect(answer).toContainText(/would have matched [\d,]+ events/);
  const all = await answer.innerText();
  await page.getByRole("group", { name: "Which payloads?" }).getByLabel("Only those that meet conditions").check();
  await expect(answer).toContainText("Complete the choice above");
  await page.getByLabel("Field 1").fill("purchase.transaction");
  await page.getByLabel("Comparison 1").selectOption({ label: "is greater than" });
  await page.getByLabel("Value 1").fill("49,90");
  await expect(page.getByText("Give a number, as 49.90")).toBeVisible();
  await page.getByLabel("Comparison 1").selectOption({ label: "is one of" });
  await page.getByLabel("Values 1, with commas between").fill("NONE-1, NONE-2");
  await expect(answer).toContainText("Without the filter");
  await expect(page.getByText(/because purchase.transaction is one of NONE-1, NONE-2 is false/).first()).toBeVisible();
  expect(await answer.innerText()).not.toBe(all);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page.getByText("purchase.transaction is one of NONE-1, NONE-2")).toBeVisible();
  const { json } = await api<{ id: string }>("POST", "/api/v1/events", { event: "PURCHASE_APPROVED", data: { purchase: { transaction: "HP77" } } });
  await page.goto(`/events/${json.id}`);
  await expect(page.locator("section").filter({ has: page.getByRole("link", { name }) }).last()).toContainText("this condition of the subscription's filter was false: purchase.transaction is one of NONE-1, NONE-2. It was: HP77.");
  expect(system.received.filter(({ body }) => body !== "")).toEqual([]);
  // Whoever takes the filter away is shown the way to what it had kept out.
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("group", { name: "Which payloads?" }).getByLabel("All of them").check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("It selects other events now")).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose what to send" })).toHaveAttribute("href", /include=never/);
});

test("the secret is shown on demand and rotated with overlap; what is sent then carries both signatures", async ({ page, api, system }) => {
  const { json } = await api<{ id: string; secret: string }>("POST", "/api/v1/subscriptions", { name: unique("Signed"), url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  await page.goto(`/subscriptions/${json.id}`);
  await expect(page.getByText(json.secret)).toHaveCount(0);
  await page.getByRole("button", { name: "Show secret" }).click();
  await expect(page.getByTestId("secret")).toHaveText(json.secret);
  await page.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("button", { name: "Make new secret" }).click();
  await expect(page.getByText("One old secret still signs beside it")).toBeVisible();
  await expect(page.getByTestId("secret")).not.toHaveText(json.secret);
  await api("POST", "/api/v1/events", { event: "PURCHASE_APPROVED", data: {} });
  await expect.poll(() => system.received.length).toBe(1);
  expect(String(system.received[0]!.headers["webhook-signature"]).split(" ")).toHaveLength(2);
});

test("deleting asks first and says what becomes of what waits; a copy starts disabled", async ({ page, api, system }) => {
  const name = unique("Doomed");
  const { json } = await api<{ id: string }>("POST", "/api/v1/subscriptions", { name, url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  await api("POST", `/api/v1/subscriptions/${json.id}/pause`);
  await api("POST", "/api/v1/events", { event: "PURCHASE_APPROVED", data: {} });
  await page.goto("/subscriptions");
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${name} (copy)`);
  await expect(page.getByText(/Disabled by Ana/)).toBeVisible();
  await page.goto(`/subscriptions/${json.id}`);
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("1 delivery that waits is cancelled.");
  await page.getByRole("button", { name: "Delete subscription" }).click();
  await expect(page).toHaveURL(/\/subscriptions$/);
  await expect(page.getByText("1 waiting delivery was cancelled.")).toBeVisible();
  await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
  expect((await api("GET", `/api/v1/subscriptions/${json.id}`)).status).toBe(404);
});

test("a subscription's forms, filled in, are accessible in both themes, and do not scroll sideways on a phone", async ({ page, api, system }) => {
  const { json } = await api<{ data: { id: string }[] }>("GET", "/api/v1/subscriptions");
  const check = async (name: string) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await accessibilityProblems(page), `${name} ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    const { content, screen } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
    expect.soft(content, name).toBeLessThanOrEqual(screen);
  };
  await page.goto(`/subscriptions/${json.data[0]!.id}/edit`);
  for (const some of await page.getByLabel(/^Only th/).all()) await some.check();
  await page.getByRole("button", { name: "Add header" }).click();
  await check("settings");

  await page.goto("/subscriptions/new");
  await page.getByLabel("Name", { exact: true }).fill("Looked at");
  await page.getByRole("textbox", { name: "Address" }).fill(system.url);
  await page.getByRole("button", { name: "Check address" }).click();
  await expect(page.getByText(/It answered 200/)).toBeVisible();
  await check("step 1");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByTestId("back-test")).toContainText("would have matched");
  await check("step 2");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Send test" }).click();
  await expect(page.getByTestId("live-test")).toContainText("Accepted");
  await check("step 3");
});
