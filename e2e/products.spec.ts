import { randomUUID } from "node:crypto";
import { accessibilityProblems, expect, test } from "./aviso";

test("a product is added, found, changed, archived and taken out of the archive", async ({ page, api }) => {
  const name = `Course ${randomUUID().slice(0, 8)}`;
  const externalId = randomUUID();
  const row = page.getByRole("row").filter({ hasText: name });
  await page.goto("/products");
  await page.getByRole("button", { name: "Add product" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add product" }).click();
  await expect(dialog.getByText("Give the product a name")).toBeVisible();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Id on your platform").fill(externalId);
  expect(await accessibilityProblems(page, { within: ["[role=dialog]"] })).toEqual([]);
  await dialog.getByRole("button", { name: "Add product" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("searchbox").fill(name.toUpperCase());
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/search=/);
  await expect(row).toContainText("None yet");

  await test.step("its events are counted, and the row leads to them", async () => {
    expect((await api("POST", "/api/v1/events", { event: "PURCHASE_APPROVED", product: externalId, data: {} })).status).toBe(202);
    await page.reload();
    await expect(row.getByRole("cell").nth(1)).toHaveText("1");
    await row.getByRole("link", { name }).click();
    await expect(page).toHaveURL(/\/events\?productId=prd_/);
    await expect(page.getByRole("link", { name: "PURCHASE_APPROVED" })).toHaveCount(1);
    await page.goBack();
  });

  await test.step("an id that another product has is refused at its field", async () => {
    await row.getByRole("button", { name: `Edit ${name}` }).click();
    await dialog.getByLabel("Id on your platform").fill("4120871");
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await expect(dialog.getByLabel("Id on your platform")).toHaveAttribute("aria-invalid", "true");
    await expect(dialog.getByText(/has this id already/)).toBeVisible();
    await dialog.getByLabel("Id on your platform").fill(externalId);
    await dialog.getByLabel("Name").fill(`${name} 2`);
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await expect(dialog).toBeHidden();
    await expect(row).toContainText(`${name} 2`);
  });

  await test.step("archiving asks first and says what it means", async () => {
    await row.getByRole("button", { name: /^Archive/ }).click();
    await expect(dialog).toContainText("its events still arrive");
    await dialog.getByRole("button", { name: "Archive product" }).click();
    await expect(page.getByText("No product matches")).toBeVisible();
    await page.getByLabel("Show").selectOption("archived");
    await expect(row.getByText("Archived")).toBeVisible();
    await row.getByRole("button", { name: /out of the archive/ }).click();
    await expect(page.getByText("is active again")).toBeVisible();
  });
});

test("an unknown product is discovered; switched off, its events are refused with the known ones as a hint", async ({ page, api }) => {
  const id = randomUUID();
  const event = (product: string) => ({ event: "PURCHASE_APPROVED", data: { product: { id: product, name: `Found ${product}` } } });
  expect((await api("POST", "/api/v1/events", event(id))).status).toBe(202);
  await page.goto(`/products?search=${id}`);
  await expect(page.getByRole("row").filter({ hasText: `Found ${id}` }).getByText("Discovered")).toBeVisible();
  await page.goto("/settings/workspace");
  const discovers = page.getByRole("switch", { name: "Add unknown products by themselves" });
  await discovers.click();
  await expect(discovers).not.toBeChecked();
  try {
    const refused = await api<{ fix: string; issues: unknown }>("POST", "/api/v1/events", event(randomUUID()));
    expect(refused).toMatchObject({ status: 422, json: { code: "invalid", fix: expect.stringContaining("Use one of"), issues: [{ path: "data.product.id" }] } });
  } finally {
    await discovers.click();
    await expect(discovers).toBeChecked();
  }
});
