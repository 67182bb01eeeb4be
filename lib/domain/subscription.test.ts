import { expect, test } from "vitest";
import { SubscriptionInput } from "./subscription";

const sound = { name: "CRM", url: "https://crm.example.com/hook" };
const problems = (more: Record<string, unknown>) =>
  SubscriptionInput.safeParse({ ...sound, ...more }).error?.issues.map((issue) => issue.path.join(".")) ?? [];

test("a name and an address are enough: all events of all products, with the usual limits", () => {
  expect(SubscriptionInput.parse(sound)).toEqual({
    ...sound, productIds: [], eventTypes: [], filter: null, format: "json_v2", headers: [], hotmartCompatible: false, timeoutMs: 15_000, maxInFlight: 10, ratePerSec: null, retryWaitsSec: null,
  });
});

test("each limit is told at its field", () => {
  expect(problems({ name: " ", url: "crm" })).toEqual(["name", "url"]);
  expect(problems({ name: "x".repeat(101), url: `https://a.example/${"x".repeat(2_048)}` })).toEqual(["name", "url"]);
  expect(problems({ url: "ftp://a.example" })).toEqual(["url"]);
  expect(problems({ url: "https://me:secret@a.example" })).toEqual(["url"]);
  expect(problems({ timeoutMs: 999, maxInFlight: 101, maxAttempts: 16 })).toEqual(["timeoutMs", "maxInFlight", "maxAttempts"]);
  expect(problems({ timeoutMs: 30_001, maxInFlight: 0, ratePerSec: 0, maxAttempts: 1.5 })).toEqual(["timeoutMs", "maxInFlight", "ratePerSec", "maxAttempts"]);
  expect(problems({ format: "xml", eventTypes: ["no spaces"], productIds: ["4211"] })).toEqual(["productIds.0", "eventTypes.0", "format"]);
  expect(problems({ allProducts: false, allEventTypes: false })).toEqual(["productIds", "eventTypes"]);
});

test("listed waits: 14 at most, each from a second to a week, four weeks in all, and the attempts follow from them", () => {
  expect(problems({ retryWaitsSec: [1, 604_800], maxAttempts: 3 })).toEqual([]);
  expect(problems({ retryWaitsSec: null, maxAttempts: 3 })).toEqual([]);
  expect(problems({ retryWaitsSec: [] })).toEqual(["retryWaitsSec"]);
  expect(problems({ retryWaitsSec: [0, 1.5, NaN, 604_801, 5] })).toEqual(["retryWaitsSec.0", "retryWaitsSec.1", "retryWaitsSec.2", "retryWaitsSec.3"]);
  expect(problems({ retryWaitsSec: Array(15).fill(1) })).toEqual(["retryWaitsSec"]);
  expect(problems({ retryWaitsSec: [604_800, 604_800, 604_800, 604_800] })).toEqual([]);
  expect(problems({ retryWaitsSec: [604_800, 604_800, 604_800, 604_800, 1] })).toEqual(["retryWaitsSec"]);
  expect(problems({ retryWaitsSec: [5, 10], maxAttempts: 2 })).toEqual(["maxAttempts"]);
});

test("headers: 20 at most, each name once, none that is Aviso's or HTTP's own, nothing that breaks a line", () => {
  const header = (name: string, value = "v") => ({ name, value });
  expect(problems({ headers: [header("X-Api-Key"), header("Authorization", "Bearer abc")] })).toEqual([]);
  expect(problems({ headers: [header("x-a"), header("X-A")] })).toEqual(["headers.1.name"]);
  for (const name of ["", "Host", "content-type", "Webhook-Id", "proxy-authorization", "user-agent", "with space", "é"]) expect(problems({ headers: [header(name)] }), name).toContain("headers.0.name");
  for (const value of ["a\r\nb: c", "x".repeat(4_097), "日本"]) expect(problems({ headers: [header("x-a", value)] }), value).toEqual(["headers.0.value"]);
  expect(problems({ headers: Array.from({ length: 21 }, (_, index) => header(`x-${index}`)) })).toEqual(["headers"]);
});
