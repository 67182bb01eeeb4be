import { expect, test, vi } from "vitest";
import { AppError } from "./errors";

test("an error of another copy of this module is known as one, and nothing else is", async () => {
  vi.resetModules();
  const copy = await import("./errors");
  expect(copy.AppError).not.toBe(AppError);
  expect(new copy.AppError("invalid", "x")).toBeInstanceOf(AppError);
  for (const other of [new Error("x"), { code: "invalid" }, null, "x"]) expect(other instanceof AppError).toBe(false);
});
