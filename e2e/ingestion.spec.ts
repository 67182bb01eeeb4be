import { randomUUID } from "node:crypto";
import { BAD_EVENTS } from "../lib/testing/bad-events";
import { credentials, expect, test } from "./aviso";

test("what is sent in data arrives byte for byte", async ({ api, system }) => {
  await api("POST", "/api/v1/subscriptions", { name: `Bytes ${randomUUID().slice(0, 8)}`, url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  const data = '{"z":1.0,"a":12345678901234567890,"\\u00e9":"\\u00e9","nul":"\\u0000","half":"\\ud800","__proto__":{"isAdmin":true},"big":1e400,"z":-0}';
  expect((await api("POST", "/api/v1/events", `{"event":"PURCHASE_APPROVED","data":${data}}`)).status).toBe(202);
  await expect.poll(() => system.received.length).toBe(1);
  expect(system.received[0]!.body).toContain(`"data":${data}`);
});

test("bad input is answered with what it is and what to do", async ({ request }) => {
  for (const { what, status, body, headers } of BAD_EVENTS) {
    const answer = await request.post("/api/v1/events", { data: Buffer.from(body), headers: { authorization: `Bearer ${credentials.apiKey}`, "content-type": "application/json", ...headers } });
    expect(answer.status(), what).toBe(status);
    expect(await answer.json(), what).toMatchObject({ status, requestId: answer.headers()["x-request-id"], fix: expect.any(String) });
    expect(answer.headers()["content-security-policy"], what).toContain("default-src 'none'");
  }
});

test("a wrong verb or address of the API is a problem that says what there is, whichever server it meets", async ({ request }) => {
  for (const [method, path, status, allow] of [["DELETE", "/api/v1/events", 405, "GET, POST, HEAD, OPTIONS"], ["PUT", "/api/v1/products", 405, "GET, POST, HEAD, OPTIONS"], ["POST", "/api/v1/events/export", 405, "GET, HEAD, OPTIONS"], ["POST", "/api/v1/evens", 404, undefined], ["GET", "/api", 404, undefined]] as const) {
    const answer = await request.fetch(path, { method });
    expect([answer.status(), answer.headers()["allow"], answer.headers()["content-type"]], `${method} ${path}`).toEqual([status, allow, "application/problem+json"]);
    expect(await answer.json()).toMatchObject({ status, requestId: answer.headers()["x-request-id"], fix: expect.any(String) });
  }
  // What Next says by itself of a route agrees with it.
  const options = await request.fetch("/api/v1/products", { method: "OPTIONS" });
  expect(options.headers()["allow"]!.split(", ").toSorted()).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
});
