import { newUuid, showId } from "../lib/domain/ids";
import { expect, test } from "./aviso";
import { runSql } from "./database";

interface Listed { data: { id: string }[] }
interface Named { data: { id: string }[] }

/** Each page that reads from the database, and a table that it needs and the shell around it does not. */
const PAGES: [page: string, table: string][] = [
  ["/", "notices"], ["/events", "saved_views"], ["an event", "verdicts"], ["/replays", "replays"], ["/test", "bookmarks"],
  ["/subscriptions", "subscription_drafts"], ["a subscription", "subscription_changes"], ["/products", "products"], ["/receiver", "receivers"], ["/settings/api-keys", "api_keys"],
];

for (const [name, table] of PAGES) {
  test(`${name} that cannot be loaded says so, shows no empty list, and is there again after Try again`, async ({ page, api, console }) => {
    // What the server threw, as React tells it in the console: #441, or #419 where the page had begun to stream.
    console.allow(/React error #(419|441)|Server Components render/);
    const path = name === "an event" ? `/events/${(await api<Listed>("GET", "/api/v1/events?limit=1")).json.data[0]!.id}`
      : name.startsWith("/") ? name : `/subscriptions/${(await api<Named>("GET", "/api/v1/subscriptions")).json.data[0]!.id}`;
    await runSql(`ALTER TABLE ${table} RENAME TO ${table}_away`);
    try {
      await page.goto(path);
      await expect(page.getByRole("alert").getByText("This page could not be loaded")).toBeVisible();
      await expect(page.locator("main").getByText(/\byet\b|matches/)).toHaveCount(0);
      await expect(page.locator("main").getByRole("table")).toHaveCount(0);
      await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeVisible();
    } finally {
      await runSql(`ALTER TABLE ${table}_away RENAME TO ${table}`);
    }
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("alert").getByText("This page could not be loaded")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
}

test("a list that holds nothing that was asked for says so, and clearing leads back to all", async ({ page }) => {
  for (const [path, title, clear] of [
    ["/events?search=nobody-has-this", "No event matches", "Clear filters"],
    ["/products?search=nobody-has-this", "No product matches", "Show all active products"],
    ["/event-types?search=nobody-has-this", "No event type matches", "Show all"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(title)).toBeVisible();
    await page.getByRole("link", { name: clear, exact: true }).last().click();
    await expect(page.locator("main a[data-row]").first()).toBeVisible();
  }
});

test("an id from before history begins is told until when it could be seen, but one from long before its workspace is of nothing", async ({ page, console }) => {
  console.allow(/404/);
  const open = (daysAgo: number) => page.goto(`/events/${showId("event", newUuid(Date.now() - daysAgo * 86_400_000))}`);
  // The demo's workspace is as old as its history.
  await open(100);
  await expect(page.getByRole("heading", { level: 1, name: /^Events of .* are no longer kept$/ })).toBeVisible();
  await expect(page.getByText("If one with this id came that day, it could be seen until")).toBeVisible();
  await open(400);
  await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
});
