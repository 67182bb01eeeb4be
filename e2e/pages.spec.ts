import { accessibilityProblems, credentials, expect, test } from "./aviso";
import { englishLeft } from "./english-left";

type Api = <Json>(method: "GET", path: string) => Promise<{ json: Json }>;
const subscriptions = async (api: Api) => (await api<{ data: { id: string; status: string }[] }>("GET", "/api/v1/subscriptions")).json.data;

/** Every page that a signed-in person can open. A new page is added here. */
const PAGES = [
  "/", "/events", "/replays", "/replays/new", "/test", "/test/scenarios", "/subscriptions", "/subscriptions/new", "/products", "/event-types", "/event-types/PURCHASE_APPROVED", "/receiver", "/reference",
  "/settings/profile", "/settings/workspace", "/settings/people", "/settings/api-keys", "/settings/audit-log", "/workspaces/new",
];
/** Those whose address has an id. */
const DETAILS: Record<string, (api: Api) => Promise<string>> = {
  "an event": async (api) => `/events/${(await api<{ data: { id: string }[] }>("GET", "/api/v1/events?status=delivered")).json.data[0]!.id}`,
  "a subscription": async (api) => `/subscriptions/${(await subscriptions(api))[0]!.id}`,
  "a subscription's settings": async (api) => `/subscriptions/${(await subscriptions(api))[0]!.id}/edit`,
  "what waits for a subscription": async (api) => `/subscriptions/${(await subscriptions(api)).find(({ status }) => status === "paused")!.id}/waiting`,
};
/** Parts that stand for a page of many alike: a card for each of the API's operations takes axe minutes in all. */
const PARTS: Record<string, string[]> = { "/reference": ["main nav", "main h1", "main section[aria-labelledby='tag-Events']", "main section[aria-labelledby='tag-Products']"] };

/** Each language once, and both themes: what axe finds in a page hangs on either, not on the two together. */
const LOOKS = [{ language: "en", colorScheme: "light" }, { language: "pt-BR", colorScheme: "dark" }, { language: "es", colorScheme: "light" }] as const;

for (const name of [...PAGES, ...Object.keys(DETAILS)]) {
  test(`${name} is accessible (WCAG 2.2 AA) in both themes and all languages, has no English left in the others, holds still while it loads, and scrolls sideways neither on a phone nor at 200 %`, async ({ page, api }) => {
    await page.addInitScript(() => {
      const watch = window as unknown as { shift: number };
      watch.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) if (!entry.hadRecentInput) watch.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    const address = (await DETAILS[name]?.(api)) ?? name;
    for (const { language, colorScheme } of LOOKS) {
      await page.context().addCookies([{ name: "aviso.language", value: language, url: credentials.url }]);
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme });
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      expect.soft(await accessibilityProblems(page, { within: PARTS[name], areColoursKnown: language === "es" }), `${language}, ${colorScheme}`).toEqual([]);
      if (language !== "en") expect.soft(await englishLeft(page, language), `English in ${language}`).toEqual([]);
      expect.soft(await page.evaluate(() => (window as unknown as { shift: number }).shift), `cumulative layout shift in ${language}`).toBeLessThanOrEqual(0.02);
      // 640 px is a window of 1280 at 200 %.
      for (const width of [640, 360]) {
        await page.setViewportSize({ width, height: 740 });
        const { content, screen } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
        expect.soft(content, `${width} px in ${language}`).toBeLessThanOrEqual(screen);
      }
    }
  });
}
