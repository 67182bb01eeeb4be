import { gzipSync } from "node:zlib";
import { expect, test } from "./aviso";

/** How many kB of compressed JavaScript a page may ask for. The wizard checks what is typed by the server's own schemas. */
const MOST_KB: Record<string, number> = { "/events": 200, "/": 200, "/subscriptions": 200, "/replays": 200, "/test": 200, "/receiver": 200, "/settings/people": 200, "/subscriptions/new": 240 };

test("no main page loads more compressed JavaScript than it may", async ({ page }) => {
  const sizes = new Map<string, number>();
  for (const [path, most] of Object.entries(MOST_KB)) {
    const html = await (await page.request.get(path)).text();
    // Every browser that runs Aviso passes over what is for those without modules.
    const scripts = new Set([...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag)).flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []));
    expect(scripts.size, path).toBeGreaterThan(5);
    for (const src of scripts) if (!sizes.has(src)) sizes.set(src, gzipSync(await (await page.request.get(src)).body(), { level: 6 }).length);
    expect.soft([...scripts].reduce((sum, src) => sum + sizes.get(src)!, 0) / 1000, path).toBeLessThanOrEqual(most);
  }
});
