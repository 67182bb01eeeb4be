import { runSql } from "./database";
import { accessibilityProblems, expect, test } from "./aviso";

test.describe("before the log-in", () => {
  test.use({ isSignedIn: false, locale: "pt-BR" });

  test("a browser is spoken to in its language, and may choose another, which it keeps", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "pt-BR");
    await expect(page.getByLabel("Senha")).toBeVisible();
    await page.getByRole("button", { name: "Español" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "es");
    await expect(page.getByLabel("Contraseña")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: "Español" })).toHaveAttribute("aria-pressed", "true");
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test("a person who chooses Spanish sees Aviso in it at once, whatever the browser asks for", async ({ page }) => {
  try {
    await page.goto("/settings/profile");
    await page.getByLabel("Language").selectOption("es");
    await expect(page.getByRole("heading", { name: "Configuración", level: 1 })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "es");
    // The choice is the person's, not this browser's.
    await page.context().clearCookies({ name: "aviso.language" });
    await page.goto("/subscriptions");
    await expect(page.getByRole("heading", { name: "Integraciones", level: 1 })).toBeVisible();
    await expect(page.locator("time").first()).toHaveText(/^(ahora|hace .+)$/);
  } finally {
    // The other tests speak English with the same person.
    await runSql("UPDATE users SET locale = NULL");
  }
});
