import { expect, test } from "vitest";
import { inSlices } from "./in-slices";

/** Work that takes so long, in small steps. */
function* busy(ms: number): Generator<void, string> {
  const until = performance.now() + ms;
  while (performance.now() < until) yield;
  return "done";
}

test("while a signature is looked for others are served; of one workspace one is at a time, ten wait at most, and another waits for none of them", async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  expect(await inSlices("a", busy(200))).toBe("done");
  clearInterval(counting);
  expect(turns).toBeGreaterThan(1);

  const ended: string[] = [];
  const all = Array.from({ length: 12 }, (_, index) => inSlices("a", busy(20)).then(() => void ended.push(`a${index}`)));
  const refused = await Promise.allSettled(all.slice(10));
  for (const one of refused) expect(one).toMatchObject({ status: "rejected", reason: { code: "limit_exceeded", retryAfterSec: 5 } });
  await Promise.all([...all.slice(0, 10), inSlices("b", busy(20)).then(() => void ended.push("b"))]);
  expect(ended.filter((name) => name !== "b")).toEqual(Array.from({ length: 10 }, (_, index) => `a${index}`));
  expect(ended.indexOf("b")).toBeLessThan(5);
  function* broken(): Generator<void, never> { yield; throw new Error("broken"); }
  await expect(inSlices("a", broken())).rejects.toThrow("broken");
  expect(await inSlices("a", busy(1))).toBe("done");
});
