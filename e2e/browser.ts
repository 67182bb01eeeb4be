import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Debian's packages. The one without windows is what Playwright's own is as well, and takes a third less processor time for the same tests. */
const WITHOUT_WINDOWS = "/usr/bin/chromium-headless-shell";
const WITH_WINDOWS = "/usr/bin/chromium";

/** Where the browser stands that is to be used; nothing for Playwright's own, which it finds by itself. */
export function findBrowser(): string | undefined {
  if (existsSync(chromium.executablePath())) return undefined;
  return existsSync(WITHOUT_WINDOWS) ? WITHOUT_WINDOWS : WITH_WINDOWS;
}

/** Where Playwright's own browser cannot be had, Debian's package serves: it is installed if that is allowed. */
export function installBrowser(): void {
  const browser = findBrowser();
  if (!browser || browser === WITHOUT_WINDOWS) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    runApt("update");
    // What is there already may be renewed for it, never taken away.
    if (runApt("install", "-y", "--no-install-recommends", "--no-remove", "chromium-headless-shell", "fonts-liberation")) return;
    if (!existsSync(WITH_WINDOWS)) runApt("install", "-y", "--no-install-recommends", "chromium", "fonts-liberation");
  }
  if (!existsSync(WITH_WINDOWS)) throw new Error("No browser for the end-to-end tests: run `npx playwright install chromium`, or install the package chromium.");
}

/** Where no package can be fetched, that shall show soon. @returns whether it did what was asked */
function runApt(...args: string[]): boolean {
  return spawnSync("apt-get", ["-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15", ...args], { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;
}
