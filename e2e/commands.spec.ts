import type { Page } from "@playwright/test";
import { accessibilityProblems, expect, test } from "./aviso";

interface Listed { data: { id: string; lead: { id: string } }[] }

const palette = (page: Page) => page.getByRole("dialog", { name: "Search and commands" });
const field = (page: Page) => page.getByRole("combobox", { name: "Search and commands" });
/** Waits until the keys are listened for, then opens the palette by them. */
async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(field(page)).toBeFocused();
}

test("Ctrl K leads to a page by its name, from within a field too; Escape leaves the focus where it was", async ({ page }) => {
  await page.goto("/events");
  const search = page.getByRole("searchbox").first();
  await search.focus();
  await openPalette(page);
  await page.keyboard.press("Escape");
  await expect(search).toBeFocused();
  await openPalette(page);
  await page.keyboard.type("event typ");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/event-types$/);
  await expect(page.locator("#content")).toBeFocused();
});

test("the palette finds a subscription by a part of its name and an event by its id, and says so when there is nothing", async ({ page, api }) => {
  const { data: events } = (await api<Listed>("GET", "/api/v1/events?status=delivered&limit=1")).json;
  const { data } = (await api<{ data: { id: string; name: string }[] }>("GET", "/api/v1/subscriptions")).json;
  await page.goto("/");
  await openPalette(page);
  await page.keyboard.type(data[0]!.name.slice(1, 5));
  await page.getByRole("option", { name: data[0]!.name }).click();
  await expect(page).toHaveURL(new RegExp(`/subscriptions/${data[0]!.id}$`));
  await openPalette(page);
  await page.keyboard.type(events[0]!.id);
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/events/${events[0]!.id}$`));
  await openPalette(page);
  await page.keyboard.type("nothing has this name");
  await expect(palette(page).getByText(/Nothing is called “nothing has this name”/)).toBeVisible();
});

test("a search that does not get through says so, is no empty list, and can be tried again", async ({ page, context, console }) => {
  console.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.goto("/");
  await openPalette(page);
  await context.setOffline(true);
  await page.keyboard.type("mail");
  await expect(palette(page).getByText(/did not get through/)).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(palette(page).getByText(/did not get through/)).toHaveCount(0);
});

test("keys alone walk a list, open a row, lead to pages and to the search; while one types they are letters", async ({ page }) => {
  await page.goto("/subscriptions");
  const rows = page.locator("main a[data-row]");
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(rows.first()).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("ArrowDown");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  const href = (await rows.first().getAttribute("href"))!;
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await expect(page).toHaveURL(/\/events$/);
  const search = page.getByRole("searchbox").first();
  await expect(search).toBeVisible();
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("g s ? c");
  await expect(search).toHaveValue("g s ? c");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("? lists the shortcuts, which can be turned off there; Ctrl K stays", async ({ page }) => {
  await page.goto("/");
  await openPalette(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByText("Event types")).toBeVisible();
  await list.getByRole("switch", { name: "Shortcuts of one key" }).click();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeVisible();
  await expect(list).toHaveCount(0);
});

test("r sends the event that is looked at once more; with several deliveries it asks which", async ({ page, api }) => {
  const { data: events } = (await api<{ data: { id: string; deliveries: { id: string; subscription: { name: string } }[] }[] }>("GET", "/api/v1/events?status=delivered&limit=50")).json;
  const event = events.find(({ deliveries }) => deliveries.length === 1)!;
  await page.goto(`/events/${event.id}`);
  await expect(page.getByRole("button", { name: /^Resend to/ })).toBeEnabled();
  await expect(async () => {
    await page.keyboard.press("r");
    await expect(page.getByText(/Resend queued to/)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const several = events.find(({ deliveries }) => deliveries.length > 1)!;
  await page.goto(`/events/${several.id}`);
  await expect(async () => {
    await page.keyboard.press("r");
    await expect(page.getByRole("dialog", { name: "On this page" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole("option")).toHaveCount(several.deliveries.length);
});

test("the palette and the list of shortcuts are accessible in both themes, fit a phone, and the theme that is chosen stays", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/");
  await page.getByRole("button", { name: "Search or go to…" }).filter({ visible: true }).click();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await accessibilityProblems(page, { within: ["[role=dialog]"] }), colorScheme).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.keyboard.type("shortcuts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  expect(await accessibilityProblems(page, { within: ["[role=dialog]"] })).toEqual([]);
  await page.keyboard.press("Escape");
  await page.emulateMedia({ colorScheme: "light" });
  await openPalette(page);
  await page.keyboard.type("theme: dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.reload();
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("the first Tab leads past the navigation", async ({ page }) => {
  await page.goto("/events");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
});

test("for those who want it still nothing moves, nor turns for ever", async ({ page }) => {
  const moving = () =>
    page.evaluate(() => {
      const longest = (durations: string) => Math.max(...durations.split(",").map((one) => parseFloat(one)));
      const styles = [...document.querySelectorAll("*")].map((element) => getComputedStyle(element));
      return styles.filter((style) => longest(style.transitionDuration) > 0.001 || (style.animationName !== "none" && (longest(style.animationDuration) > 0.001 || style.animationIterationCount === "infinite"))).length;
    });
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/events");
  await openPalette(page);
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await moving()).toBe(0);
});
