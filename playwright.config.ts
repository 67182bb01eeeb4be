import { defineConfig } from "@playwright/test";
import { findBrowser } from "./e2e/browser";

/** What changes nothing, and so may run beside others of its kind, on an Aviso just started. */
const LOOKS = ["dashboard.spec.ts", "pages.spec.ts", "weight.spec.ts"];
/** What kills an Aviso. */
const ENDS = ["start.spec.ts"];

export default defineConfig({
  testDir: "e2e",
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  globalSetup: "./e2e/start-aviso.ts",
  // Stories change their worker's workspace; the pages are looked at before.
  projects: [
    { name: "pages", testMatch: LOOKS, fullyParallel: true },
    { name: "stories", testIgnore: [...LOOKS, ...ENDS], dependencies: ["pages"] },
    { name: "ends", testMatch: ENDS, dependencies: ["stories"] },
  ],
  use: {
    locale: "en-US",
    // What moves is drawn again and again: a tenth of the time of a story.
    contextOptions: { reducedMotion: "reduce" },
    // A recording of each story costs a tenth of its time: `npx playwright test --trace retain-on-failure` makes one.
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findBrowser(), args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] },
  },
});
