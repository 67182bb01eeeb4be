import { accessibilityProblems, expect, test } from "./aviso";

/** Every page that a signed-in person can open. A new page is added here. */
const PAGES = ["/", "/events", "an event", "/replays", "/replays/new", "/test", "/subscriptions", "/products", "/event-types", "/event-types/PURCHASE_APPROVED", "/receiver", "/reference", "/settings/profile", "/settings/workspace", "/settings/people", "/settings/api-keys", "/settings/audit-log", "/workspaces/new"];
/** Parts that stand for a page of many alike: a card for each of the API's operations takes axe minutes in all. */
const PARTS: Record<string, string[]> = { "/reference": ["main nav", "main h1", "main section[aria-label='Events']", "main section[aria-label='Products']"] };

for (const path of PAGES) {
  test(`${path} is accessible (WCAG 2.2 AA) in both themes, and does not scroll sideways on a phone`, async ({ page, api }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(path === "an event" ? `/events/${(await api<{ events: { id: string }[] }>("GET", "/api/v1/events?status=delivered")).json.events[0]!.id}` : path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await accessibilityProblems(page, PARTS[path]), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    const { content, screen } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
    expect(content).toBeLessThanOrEqual(screen);
  });
}
