import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { isSignatureValid, newSecret, sign } from "./signature";

test("the reference library accepts what is signed, with each of several secrets", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 5 }), (body, count) => {
      const secrets = Array.from({ length: count }, newSecret);
      const timestampSec = Math.floor(Date.now() / 1_000);
      const header = sign(secrets, { id: "evt_1", timestampSec, body });
      for (const secret of secrets) {
        expect(() => new Webhook(secret).verify(body, { "webhook-id": "evt_1", "webhook-timestamp": String(timestampSec), "webhook-signature": header }, { parse: false } as never)).not.toThrow(/signature/i);
      }
    }),
    { numRuns: 50 },
  );
});

test("the header is what the reference library makes", () => {
  const secret = newSecret();
  const at = new Date(1_700_000_000_000);
  expect(sign([secret], { id: "evt_1", timestampSec: 1_700_000_000, body: '{"á":1}' })).toBe(new Webhook(secret).sign("evt_1", at, '{"á":1}'));
});

test("a changed body, id, time or secret is invalid, and so is anything that is no signature", () => {
  const secret = newSecret();
  const content = { id: "evt_1", timestampSec: 1_700_000_000, body: "{}" };
  const header = sign([secret], content);
  expect(isSignatureValid([newSecret(), secret], content, `v1a,xx ${header}`)).toBe(true);
  for (const changed of [{ ...content, body: "{} " }, { ...content, id: "evt_2" }, { ...content, timestampSec: 1 }]) expect(isSignatureValid([secret], changed, header)).toBe(false);
  for (const no of ["", "v1,", "v1", header.slice(0, -4), header.replace("v1,", "v2,")]) expect(isSignatureValid([secret], content, no)).toBe(false);
  expect(isSignatureValid([newSecret()], content, header)).toBe(false);
  expect(isSignatureValid([], content, header)).toBe(false);
});
