import { existsSync } from "node:fs";
import { chromium, defineConfig } from "@playwright/test";

// Playwright's own browser where it could be downloaded, else the system's.
const executablePath = existsSync(chromium.executablePath()) ? undefined : "/usr/bin/chromium";
const credentials = process.env.AVISO_E2E_CREDENTIALS;
/** What changes nothing, and so may run beside others of its kind. */
const LOOKS = ["pages.spec.ts", "weight.spec.ts"];

export default defineConfig({
  testDir: "e2e",
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  globalSetup: credentials ? undefined : "./e2e/start-aviso.ts",
  // Stories share one workspace and change it, so they go one after another; looking at pages changes nothing.
  projects: [
    { name: "pages", testMatch: LOOKS, fullyParallel: true },
    { name: "stories", testIgnore: LOOKS, workers: 1, dependencies: ["pages"] },
  ],
  use: {
    locale: "en-US",
    // A recording of each story costs a tenth of its time: `npx playwright test --trace retain-on-failure` makes one.
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] },
  },
});
