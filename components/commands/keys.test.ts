import { expect, test } from "vitest";
import { opensPalette, readPress, type Pending } from "./keys";

const KNOWN = new Set(["?", "r", "j", "g e", "g r"]);
const press = (key: string, held: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });
/** Presses one after the other, 100 ms apart. @returns what each meant */
function type(...keys: string[]): (string | null)[] {
  let pending: Pending | null = null;
  return keys.map((key, index) => {
    const result = readPress(press(key), pending, KNOWN, index * 100);
    pending = result.pending;
    return result.meant;
  });
}

test("a key alone means itself, and after g it means a page", () => {
  expect(type("r", "g", "r", "r")).toEqual(["r", null, "g r", "r"]);
  expect(type("g", "e")).toEqual([null, "g e"]);
  expect(type("?")).toEqual(["?"]);
});

test("a g that nothing follows in time is forgotten, and a key that makes no pair with it counts alone", () => {
  expect(type("g", "j")).toEqual([null, "j"]);
  expect(type("g", "g", "e")).toEqual([null, null, "g e"]);
  expect(type("g", "z", "e")).toEqual([null, null, null]);
  expect(readPress(press("e"), { key: "g", at: 0 }, KNOWN, 1_501).meant).toBeNull();
});

test("a key held with Ctrl, Alt or ⌘ is the browser's; Shift alone changes nothing", () => {
  for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) expect(readPress(press("r", held), null, KNOWN, 0)).toEqual({ meant: null, pending: null });
  const pending = { key: "g", at: 0 };
  expect(readPress(press("Shift"), pending, KNOWN, 10)).toEqual({ meant: null, pending });
});

test("Ctrl K and ⌘ K open the palette, also while Caps Lock is on; K alone does not", () => {
  expect(opensPalette(press("k", { ctrlKey: true }))).toBe(true);
  expect(opensPalette(press("K", { metaKey: true }))).toBe(true);
  expect(opensPalette(press("k"))).toBe(false);
  expect(opensPalette(press("k", { ctrlKey: true, altKey: true }))).toBe(false);
});
