import { expect, test } from "./aviso";

// The console fixture fails a test when the browser reports anything, a violation of the policy included.
test("every kind of page, with its menus, dialogs and toasts, keeps to a strict policy", async ({ page }) => {
  for (const path of ["/", "/events", "/test", "/subscriptions", "/receiver", "/reference", "/settings/profile", "/settings/workspace", "/settings/api-keys"]) {
    const response = await page.goto(path);
    const headers = response!.headers();
    const [, nonce] = /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(headers["content-security-policy"]!)!;
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    // Every script in the source carries this answer's nonce, and no element a handler of its own.
    const source = await response!.text();
    const scripts = source.match(/<script\b[^>]*>/g)!;
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(source).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Name of the new key" }).fill("Policy");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByTestId("new-api-key")).toBeVisible();
  await page.getByRole("button", { name: "Revoke Policy" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key revoked.")).toBeVisible();
});

test("a script that got into the page does not run", async ({ page, console }) => {
  console.allow(/Content Security Policy|not-there/);
  await page.goto("/events");
  const ran = await page.evaluate(async () => {
    const image = document.createElement("img");
    image.setAttribute("onerror", "window.stolen = true");
    image.src = "/not-there.png";
    const script = document.createElement("div");
    script.innerHTML = "<a href='javascript:window.stolen=true'>x</a>";
    document.body.append(image, script);
    script.querySelector("a")!.click();
    await new Promise((resolve) => image.addEventListener("error", resolve, { once: true }));
    return "stolen" in window;
  });
  expect(ran).toBe(false);
});

test("the session's cookie is out of scripts' reach, and another site can neither act with it nor sign a person out", async ({ page, context, request }) => {
  await page.goto("/settings/profile");
  const session = (await context.cookies()).find(({ name }) => name.endsWith("aviso.session"))!;
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("aviso.session");
  for (const path of ["/settings", "/api/auth/signout", "/api/auth/callback/credentials"]) {
    const response = await request.post(path, { headers: { origin: "https://evil.example", cookie: `${session.name}=${session.value}`, "next-action": "0".repeat(42) }, data: "[]" });
    expect(response.status(), path).toBe(403);
  }
  // Without the token that only Aviso's own pages know, the sign-in takes nothing either.
  const signOut = await request.post("/api/auth/signout", { headers: { cookie: `${session.name}=${session.value}` }, form: {}, maxRedirects: 0 });
  expect(signOut.headers()["set-cookie"] ?? "").not.toMatch(/aviso\.session=;/);
});
