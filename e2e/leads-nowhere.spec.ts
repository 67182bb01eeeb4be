import { credentials, expect, signIn, test } from "./aviso";

test("nobody has pictures fetched or made in other sizes", async ({ request }) => {
  for (const address of ["/icon.svg", "/api/v1/openapi.json", "https://evil.example/x.png", "http://127.0.0.1/"]) {
    expect((await request.get(`${credentials.url}/_next/image?url=${encodeURIComponent(address)}&w=64&q=75`)).status(), address).toBeGreaterThanOrEqual(400);
  }
});

test.describe("with a session of its own, since it ends it", () => {
  test.use({ isSignedIn: false });

  test("signing in and out leads nowhere but back to Aviso, whatever the link asked for", async ({ page, console }) => {
    await signIn(page);
    // The page stands open while it is signed out behind its back.
    console.allow(/401.*\/live/);
    const evil = "https://evil.example/";
    for (const address of [`/api/auth/signin?callbackUrl=${evil}`, `/api/auth/signout?callbackUrl=${evil}`, `/api/auth/error?error=x&callbackUrl=${evil}`, "//evil.example/%2f..", "/\\evil.example", `/sign-in?callbackUrl=${evil}`]) {
      const response = await page.request.get(`${credentials.url}${address}`, { maxRedirects: 0 });
      const location = response.headers().location;
      if (location) expect(new URL(location, credentials.url).origin, address).toBe(credentials.url);
      expect(response.status(), address).toBeLessThan(500);
    }
    const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
    const out = await page.request.post("/api/auth/signout", { form: { csrfToken, callbackUrl: evil, json: "true" }, maxRedirects: 0 });
    expect(new URL(((await out.json()) as { url: string }).url).href).toBe(new URL(credentials.url).href);
    await page.goto(`/sign-in?callbackUrl=${evil}`);
    await signIn(page);
    expect(new URL(page.url()).origin).toBe(credentials.url);
  });
});
