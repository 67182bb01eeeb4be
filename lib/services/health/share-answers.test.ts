import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shareAnswers } from "./share-answers";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("of many who ask at once one is looked for, and for a second more; then it is looked again", async () => {
  let looks = 0;
  const ask = shareAnswers(() => Promise.resolve(++looks));
  expect(new Set(await Promise.all(Array.from({ length: 1_000 }, ask)))).toEqual(new Set([1]));
  vi.advanceTimersByTime(999);
  expect(await ask()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await ask()).toBe(2);
});

test("a look that never ends, or fails, is in nobody's way for long", async () => {
  const looks = [new Promise<string>(() => undefined), Promise.reject(new Error("away")), Promise.resolve("well")];
  const ask = shareAnswers(() => looks.shift()!);
  void ask();
  vi.advanceTimersByTime(10_000);
  await expect(ask()).rejects.toThrow("away");
  vi.advanceTimersByTime(1_000);
  expect(await ask()).toBe("well");
});
