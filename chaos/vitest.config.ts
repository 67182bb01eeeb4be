import path from "node:path";
import { defineConfig } from "vitest/config";

const isFull = process.env.AVISO_CHAOS === "full";

/** The chaos suite: its short form by default, as `npm test` runs it, and all of it with AVISO_CHAOS=full (`npm run chaos`). */
export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "..") } },
  test: {
    root: path.resolve(import.meta.dirname, ".."),
    include: [isFull ? "chaos/full/*.test.ts" : "chaos/short.test.ts"],
    globalSetup: "chaos/global-setup.ts",
    // One after the other: each measures a machine that is its own.
    fileParallelism: false,
    testTimeout: isFull ? 900_000 : 180_000,
    hookTimeout: 120_000,
  },
});
