import path from "node:path";
import { defineConfig } from "vitest/config";

const resolve = { alias: { "@": path.resolve(import.meta.dirname) } };
const patience = { testTimeout: 30_000, hookTimeout: 60_000 };
/** What keeps nothing in its process but what hangs on the test's own database. */
const SHARING = ["components/**/*.test.{ts,tsx}", "lib/{domain,services}/**/*.test.ts", "lib/*.test.ts"];
/** Those of them that look at what the whole process holds. */
const ALONE = ["lib/{log,metrics}.test.ts", "lib/services/events/ingest-pressure.db.test.ts"];

export default defineConfig({
  resolve,
  test: {
    // Here and not in the projects, for each of which it would run again.
    globalSetup: "lib/testing/global-setup.ts",
    // Most of a database test is waiting: one worker a core, where vitest would leave a core free.
    maxWorkers: "100%",
    projects: [
      { resolve, test: { ...patience, name: "alone", include: ["{app,bin}/**/*.test.{ts,tsx}", "lib/!(domain|services)/**/*.test.ts", ...ALONE] } },
      // To start a process for each, and to load the same modules in it, takes a third of their time.
      { resolve, test: { ...patience, name: "sharing", include: SHARING, exclude: ALONE, isolate: false } },
    ],
  },
});
