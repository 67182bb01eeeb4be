import { expect, test } from "./aviso";

test("a menu is used by the keyboard alone, and the focus goes back to its button", async ({ page }) => {
  await page.goto("/events");
  const button = page.getByRole("button", { name: /^Account of/ });
  await button.focus();
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu", { name: /^Account of/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Keyboard shortcuts" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("menuitem", { name: "Settings" }).press("Enter");
  await expect(page).toHaveURL(/\/settings\/profile$/);
});

test("a time tells the exact moment under the pointer and on focus, and Escape sends it away", async ({ page }) => {
  await page.goto("/events");
  const time = page.getByRole("table", { name: "Events" }).locator("tbody time:visible").first();
  await time.hover();
  const hint = page.getByRole("tooltip");
  await expect(hint).toContainText("UTC");
  // It stays while the pointer is on itself.
  await page.locator("[data-radix-popper-content-wrapper]").hover();
  await expect(hint).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(hint).toHaveCount(0);
  await page.getByRole("table", { name: "Events" }).locator("tbody a").first().click();
  const focusable = page.locator("time[tabindex='0']").first();
  await expect(focusable).toBeVisible();
  await page.keyboard.press("Tab");
  await focusable.focus();
  await expect(hint).toContainText("UTC");
  await expect(focusable).toHaveAttribute("aria-describedby", /./);
});

test("without a network a menu breaks nothing, and opens by itself when the network is back", async ({ page, context, console }) => {
  console.allow(/ERR_INTERNET_DISCONNECTED/);
  // The page is never at rest, so nothing has been fetched beforehand.
  await page.addInitScript(() => { window.requestIdleCallback = () => 0; });
  await page.goto("/events");
  await expect(page.getByRole("table", { name: "Events" })).toBeVisible();
  await context.setOffline(true);
  const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("/chunks/"));
  await page.getByRole("button", { name: /^Account of/ }).click();
  await failed;
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Events" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("menu", { name: /^Account of/ })).toBeVisible();
});
