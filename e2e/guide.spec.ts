import { expect, test } from "./aviso";

// Whoever signs in lands where they were last, and so would every test after this one.
test.afterEach(async ({ page }) => {
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: /^Workspace / }).first().click();
  await page.getByRole("menuitemcheckbox", { name: /Escola Aurora/ }).click();
  await expect(page.getByRole("button", { name: /^Workspace Escola Aurora/ }).first()).toBeVisible();
});

test("a new workspace is led through three steps, each done in its place, with what was typed kept; then Overview tells of its last day", async ({ page }) => {
  await page.goto("/workspaces/new");
  await page.getByLabel("Name").fill("Led by the hand");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("button", { name: /^Workspace Led by the hand/ }).first()).toBeVisible();
  await page.goto("/");
  await expect(page.getByText("3 steps left")).toBeVisible();

  // The second step begun before the first.
  await page.getByLabel("Name").fill("My CRM");
  await page.getByRole("button", { name: "Use Aviso's receiver" }).click();
  await expect(page.getByLabel("Address")).toHaveValue(/\/r\/[\w-]+$/);
  await expect(page.getByLabel("Name")).toHaveValue("My CRM");
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByText("One step left")).toBeVisible();

  await page.getByRole("listitem").filter({ hasText: "Send a test event" }).getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText("Events received")).toBeVisible();
  await expect(page.getByText("One step left")).toHaveCount(0);
  const row = page.getByRole("row").filter({ hasText: "My CRM" });
  await expect(row).toContainText("Delivered");
  await expect(row).toContainText("Test");
});
