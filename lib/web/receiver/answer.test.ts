import { expect, test } from "vitest";
import { giveAnswer } from "./answer";
import { readReceivedBody } from "./read-body";

const never = { method: "POST", signal: new AbortController().signal };

test("every status from 200 to 599 can be answered, those without a body too, and none can run as a page", async () => {
  for (let status = 200; status <= 599; status++) {
    const response = await giveAnswer({ kind: "respond", status, delayMs: 0, body: "<script>" }, never);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
  }
});

test("a hung request and a delayed one end when the sender goes", async () => {
  const gone = new AbortController();
  const answers = [giveAnswer({ kind: "hang" }, { method: "POST", signal: gone.signal }), giveAnswer({ kind: "respond", status: 200, delayMs: 30_000, body: "" }, { method: "POST", signal: gone.signal })];
  gone.abort();
  expect((await Promise.all(answers)).map((response) => response.status)).toEqual([504, 200]);
});

test("a delayed answer comes when its time is over, and not before", async () => {
  const startedAt = performance.now();
  expect((await giveAnswer({ kind: "respond", status: 503, delayMs: 300, body: "" }, never)).status).toBe(503);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290);
});

test("a slow answer comes byte by byte until its time is over, or the sender goes", async () => {
  const startedAt = Date.now();
  const text = await (await giveAnswer({ kind: "drip", durationMs: 700 }, never)).text();
  expect(text).toMatch(/^\.{1,3}$/);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(690);
  const gone = new AbortController();
  const answer = await giveAnswer({ kind: "drip", durationMs: 60_000 }, { method: "POST", signal: gone.signal });
  gone.abort();
  expect((await answer.text()).length).toBeLessThanOrEqual(1);
});

test("an oversized answer has the size asked for", async () => {
  const answer = await giveAnswer({ kind: "oversized", bytes: 1_000_000 }, never);
  expect(answer.headers.get("content-length")).toBe("1000000");
  expect((await answer.arrayBuffer()).byteLength).toBe(1_000_000);
});

test("a cut connection gives no body, only an error; a redirect names its place", async () => {
  await expect((await giveAnswer({ kind: "reset" }, never)).text()).rejects.toThrow("cut the connection");
  const redirect = await giveAnswer({ kind: "redirect", location: "https://example.com/" }, never);
  expect([redirect.status, redirect.headers.get("location")]).toEqual([307, "https://example.com/"]);
});

test("a person who follows a link to a receiver is not led to another site", async () => {
  const answer = await giveAnswer({ kind: "redirect", location: "https://evil.example/" }, { ...never, method: "GET" });
  expect([answer.status, answer.headers.get("location"), answer.headers.get("content-type"), await answer.text()]).toEqual([307, null, "text/plain; charset=utf-8", "Redirects to https://evil.example/"]);
});

test("a body is read to 1 MB and no further, even from a sender that never ends", async () => {
  const post = (body: BodyInit) => new Request("http://aviso.test/r/x", { method: "POST", body, duplex: "half" } as RequestInit);
  expect(await readReceivedBody(post("olá"), "x")).toEqual({ body: Buffer.from("olá"), isCutOff: false });
  expect(await readReceivedBody(new Request("http://aviso.test/r/x"), "x")).toEqual({ body: Buffer.alloc(0), isCutOff: false });
  expect((await readReceivedBody(post(Buffer.alloc(1_000_000)), "x")).isCutOff).toBe(false);
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64_000)) });
  const { body, isCutOff } = await readReceivedBody(post(endless), "x");
  expect([body.length, isCutOff]).toEqual([1_000_000, true]);
});
