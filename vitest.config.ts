import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: ["{app,bin,components,lib}/**/*.test.{ts,tsx}"],
    globalSetup: "lib/testing/global-setup.ts",
    // Most of a database test is waiting: one worker a core, where vitest would leave a core free.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
