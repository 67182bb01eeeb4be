import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { seal, unseal } from "./sealed";

const key = randomBytes(32);

test("a sealed text opens with its key, and looks different each time", () => {
  expect(unseal(key, seal(key, "whsec_ção"))).toBe("whsec_ção");
  expect(seal(key, "same")).not.toBe(seal(key, "same"));
});

test("another key or a changed byte does not open it", () => {
  const sealed = seal(key, "secret");
  expect(() => unseal(randomBytes(32), sealed)).toThrow();
  const bytes = Buffer.from(sealed.slice(3), "base64");
  bytes[bytes.length - 1]! ^= 1;
  expect(() => unseal(key, `v1.${bytes.toString("base64")}`)).toThrow();
});

test("a tag that was cut short does not open it", () => {
  const bytes = Buffer.from(seal(key, "").slice(3), "base64");
  expect(unseal(key, `v1.${bytes.toString("base64")}`)).toBe("");
  expect(() => unseal(key, `v1.${bytes.subarray(0, 12 + 4).toString("base64")}`)).toThrow();
});
