import { expect, test } from "./aviso";

test("a subscription is made in the browser, its address is checked at its field, it is paused and resumed", async ({ page, system }) => {
  await page.goto("/subscriptions");
  await page.getByLabel("Name").fill("Spreadsheet two");
  await page.getByLabel("Address").fill("http://10.0.0.1/hook");
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByText("private or reserved address")).toBeVisible();
  await page.getByLabel("Address").fill(system.url);
  await page.getByRole("button", { name: "Create subscription" }).click();
  const row = page.getByRole("row").filter({ hasText: "Spreadsheet two" });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Pause" }).click();
  await expect(row.getByText("Paused")).toBeVisible();
  await row.getByRole("button", { name: "Resume" }).click();
  await expect(row.getByRole("button", { name: "Pause" })).toBeVisible();
});
