import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { DEVICE_DAYS, readDevice, rememberDevice } from "./device-token";

const key = randomBytes(32);
const now = new Date("2026-11-25T10:00:00Z");
const ana = { key, email: "ana@example.com", now };
const bia = { key, email: "bia@example.com", now };

test("a browser is known for the accounts that signed in on it, by the same id each time, and for no other", () => {
  const kept = rememberDevice(rememberDevice("", ana), bia);
  const device = readDevice(kept, ana);
  expect(device).toMatch(/^[\w-]{22}$/);
  expect(readDevice(kept, bia)).not.toBeNull();
  expect(readDevice(kept, { ...ana, email: "eva@example.com" })).toBeNull();
  expect(readDevice(rememberDevice(kept, { ...ana, email: " Ana@Example.com" }), ana)).toBe(device);
  expect(kept).not.toContain("ana");
});

test("what was changed, signed with another key or is too old counts nothing; a key that is being changed still does", () => {
  const kept = rememberDevice("", ana);
  for (const forged of ["", "~~~", "x", kept.slice(0, -1), kept.replace(/^./, (first) => (first === "A" ? "B" : "A")), kept.replace(/\.\w+\./, ".zzzzzz."), kept.slice(0, 22)]) expect(readDevice(forged, ana), forged).toBeNull();
  expect(readDevice(kept, { ...ana, key: randomBytes(32) })).toBeNull();
  expect(readDevice(kept, { ...ana, key: [randomBytes(32), key] })).not.toBeNull();
  expect(readDevice(kept, { ...ana, now: new Date(now.getTime() + (DEVICE_DAYS + 1) * 86_400_000) })).toBeNull();
});

test("a browser keeps five accounts at most, the newest", () => {
  let kept = "";
  for (let count = 0; count < 8; count++) kept = rememberDevice(kept, { ...ana, email: `${count}@example.com` });
  expect([0, 2, 3, 7].map((count) => readDevice(kept, { ...ana, email: `${count}@example.com` }) !== null)).toEqual([false, false, true, true]);
  expect(rememberDevice(`${"x".repeat(5_000)}~${kept}`, ana).length).toBeLessThan(500);
});
