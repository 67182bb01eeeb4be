import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { diagnoseSignature, type KnownSecret, type SignatureQuestion } from "./signature-diagnosis";
import { newSecret, sign } from "./signature";

const secret = newSecret();
const old = newSecret();
const id = "evt_01h455vb4pex5vsknk084sn02q";
const timestampSec = 1_795_000_000;
const body = '{"id":"x","data":{"name":"Conceição","price":1.0,"url":"https://a.example/b"}}';
const secrets: KnownSecret[] = [{ secret, role: "current" }, { secret: old, role: "rotated" }];
const ask = (given: string, more: Partial<SignatureQuestion> = {}) => {
  const steps = diagnoseSignature({ given, id, timestampSec, body, secrets, otherTimestampsSec: [timestampSec - 300], ...more });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};
const hmac = (text: string, key: Buffer | string = Buffer.from(secret.slice(6), "base64"), algorithm = "sha256") => createHmac(algorithm, key).update(text).digest();
const whole = `${id}.${timestampSec}.${body}`;

test("what the reference library computes is right, alone or among others in a header", () => {
  const right = new Webhook(secret).sign(id, new Date(timestampSec * 1_000), body);
  for (const given of [right, `v1,AAAA ${right}`, `  ${right}\n`]) expect(ask(given)).toMatchObject({ isExplained: true, secret: null, encoding: null, algorithm: null, content: null });
});

test("JSON that was parsed and written again is recognised, with how it was written", () => {
  const value: unknown = JSON.parse(body);
  expect(ask(sign([secret], { id, timestampSec, body: JSON.stringify(value) }))).toMatchObject({ content: "body_reserialised", jsonChange: "compact" });
  expect(ask(sign([secret], { id, timestampSec, body: JSON.stringify(value, null, 2) }))).toMatchObject({ content: "body_reserialised", jsonChange: "indented" });
  const python = String.raw`{"id": "x", "data": {"name": "Concei\u00e7\u00e3o", "price": 1, "url": "https://a.example/b"}}`;
  expect(ask(sign([secret], { id, timestampSec, body: python }))).toMatchObject({ content: "body_reserialised", jsonChange: "spaced" });
});

test("an old secret, another subscription's secret and a secret that was not decoded are told apart", () => {
  expect(ask(sign([old], { id, timestampSec, body }))).toMatchObject({ secret: "rotated" });
  const others: KnownSecret[] = [...secrets, { secret: newSecret(), role: "expired" }, { secret: newSecret(), role: "other_subscription", name: "Mail" }];
  expect(ask(sign([others[2]!.secret], { id, timestampSec, body }), { secrets: others })).toMatchObject({ secret: "expired" });
  expect(ask(sign([others[3]!.secret], { id, timestampSec, body }), { secrets: others })).toMatchObject({ secret: "other_subscription", otherSubscription: "Mail" });
  for (const key of [secret, secret.slice(6)]) expect(ask(`v1,${hmac(whole, key).toString("base64")}`)).toMatchObject({ secret: "not_decoded", content: null });
});

test("a wrong prefix, encoding or algorithm is named", () => {
  expect(ask(hmac(whole).toString("base64"))).toMatchObject({ encoding: "prefix_missing", content: null });
  expect(ask(hmac(whole).toString("hex"))).toMatchObject({ encoding: "hex", content: null });
  expect(ask(`sha256=${hmac(body).toString("hex")}`)).toMatchObject({ encoding: "hex", content: "body_only" });
  expect(ask(`v1,${hmac(whole, undefined, "sha1").toString("base64")}`)).toMatchObject({ algorithm: "sha1" });
});

test("wrong content is named: only the body, no id, another attempt's time, milliseconds, the receiver's own clock", () => {
  const given = (text: string) => `v1,${hmac(text).toString("base64")}`;
  expect(ask(given(body))).toMatchObject({ content: "body_only" });
  expect(ask(given(`${timestampSec}.${body}`))).toMatchObject({ content: "no_id" });
  expect(ask(given(`${id}.${timestampSec - 300}.${body}`))).toMatchObject({ content: "other_attempt" });
  expect(ask(given(`${id}.${timestampSec}000.${body}`))).toMatchObject({ content: "milliseconds" });
  expect(ask(given(`${id}.${timestampSec + 17}.${body}`))).toMatchObject({ content: "own_clock", clockOffSec: 17 });
  expect(ask(given(`${whole}\n`))).toMatchObject({ content: "body_newline" });
});

test("what nothing explains is said to be unexplained, whatever was pasted", () => {
  for (const given of ["", "v1,", "hello", "v1,AAAA", "🙂", "x".repeat(10_000)]) expect(ask(given).isExplained).toBe(false);
});

test("of a large event with many attempts and secrets a bounded part is tried, its own secrets first", () => {
  const large = JSON.stringify({ text: "é".repeat(120_000) });
  const many: KnownSecret[] = [...Array.from({ length: 50 }, (_, index) => ({ secret: newSecret(), role: "other_subscription" as const, name: `${index}` })), { secret, role: "current" }];
  const question = { id, timestampSec, body: large, secrets: many, otherTimestampsSec: Array.from({ length: 100 }, (_, index) => timestampSec - index - 1) };
  expect([...diagnoseSignature({ ...question, given: `v1,${"A".repeat(43)}=` })].length * large.length).toBeLessThan(129 * 1024 * 1024);
  expect(ask(`v1,${hmac(large).toString("base64")}`, question)).toMatchObject({ isExplained: true, secret: null, content: "body_only" });
});
