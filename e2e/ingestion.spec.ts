import { randomUUID } from "node:crypto";
import { expect, test } from "./aviso";

test("what is sent in data arrives byte for byte", async ({ api, system }) => {
  await api("POST", "/api/v1/subscriptions", { name: `Bytes ${randomUUID().slice(0, 8)}`, url: system.url, eventTypes: ["PURCHASE_APPROVED"] });
  const data = '{"z":1.0,"a":12345678901234567890,"\\u00e9":"\\u00e9"}';
  expect((await api("POST", "/api/v1/events", `{"event":"PURCHASE_APPROVED","data":${data}}`)).status).toBe(202);
  await expect.poll(() => system.received.length).toBe(1);
  expect(system.received[0]!.body).toContain(`"data":${data}`);
});

test("bad input is answered with what it is and what to do", async ({ api }) => {
  const inputs = [
    ["{", 400],
    ['{"event":"A","event":"B","data":{}}', 400],
    ['{"event":"no spaces","data":{}}', 422],
    [JSON.stringify({ event: "A", data: { x: "x".repeat(300_000) } }), 413],
  ] as const;
  for (const [text, expected] of inputs) {
    const { status, json } = await api("POST", "/api/v1/events", text);
    expect(status).toBe(expected);
    expect(json).toMatchObject({ requestId: expect.any(String), fix: expect.any(String) });
  }
});
