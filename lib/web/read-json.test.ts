import { expect, test } from "vitest";
import { z } from "zod";
import { fromWeb } from "./api-request";
import { countSecond } from "./body-budget";
import { readEventBody } from "./read-event-body";
import { readJson as readJsonBy } from "./read-json";

const readJson = (request: Request) => readJsonBy(request, z.record(z.string(), z.unknown()));
const readEvents = (request: Request) => readEventBody(fromWeb(request));
const json = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/", { method: "POST", body, headers: { "content-type": "application/json", ...headers }, duplex: "half" } as RequestInit);

/** A body that never ends; counts what was taken of it. */
function endless(first: string) {
  const taken = { bytes: 0, isCancelled: false };
  const chunk = new TextEncoder().encode(first + " ".repeat(64 * 1024));
  const stream = new ReadableStream({
    pull(controller) { controller.enqueue(chunk); taken.bytes += chunk.length; },
    cancel() { taken.isCancelled = true; },
  });
  return { stream, taken };
}

test("a body that does not end is refused at its limit and read no further", async () => {
  for (const [first, read, most] of [["{", readJson, 1_048_576], ["{", readEvents, 262_144], ["[", readEvents, 5_242_880]] as const) {
    const { stream, taken } = endless(first);
    await expect(read(json(stream))).rejects.toMatchObject({ code: "too_large" });
    expect(taken.bytes).toBeLessThan(most + 3 * 66_000);
    expect(taken.isCancelled).toBe(true);
  }
});

test("a body in pieces of one byte is read whole, and takes no more room than one in one piece", async () => {
  const text = `[${"x".repeat(400_000)}`;
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const stream = new ReadableStream({ pull: (controller) => (at < bytes.length ? controller.enqueue(bytes.slice(at, ++at)) : controller.close()) });
  const before = process.memoryUsage().arrayBuffers;
  expect(Buffer.from(await readEvents(json(stream))).equals(bytes)).toBe(true);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
});

/** Bodies of 5 MB that stop short of their end, of a key or of an address. */
const hold = (count: number, headers: Record<string, string>) => Array.from({ length: count }, () => {
  const gone = new AbortController();
  const half = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(`[${" ".repeat(5_000_000)}`)) });
  return { gone, read: readEvents(json(half.pipeThrough(new TransformStream(), { signal: gone.signal }), headers)).then(() => "read", (error: { code?: string }) => error.code ?? "gone") };
});

test("many bodies at once are refused where they would fill the memory, and there is room again when they are gone", async () => {
  const held = Array.from({ length: 10 }, (_, key) => hold(3, { authorization: `Bearer key${key}` })).flat();
  await expect(Promise.race(held.map(({ read }) => read))).resolves.toBe("unavailable");
  for (const { gone } of held) gone.abort();
  await Promise.all(held.map(({ read }) => read));
  expect(await readJson(json('{"a":1}'))).toEqual({ a: 1 });
});

test.each([["key", { authorization: "Bearer a" }, { authorization: "bearer  a " }, { authorization: "Bearer b" }], ["address", { "x-forwarded-for": "2001:db8::1" }, { "x-forwarded-for": "2001:db8::2" }, { "x-forwarded-for": "2001:db8:1::1" }]])("one %s holds no more than its share of the room, and what others send is read", async (_of, own, same, another) => {
  const held = hold(4, own);
  await expect(Promise.race(held.map(({ read }) => read))).resolves.toBe("unavailable");
  await expect(readEvents(json(`[${" ".repeat(5_000_000)}`, same))).rejects.toMatchObject({ code: "unavailable" });
  expect((await readEvents(json(`[${" ".repeat(5_000_000)}`, another))).length).toBe(5_000_001);
  for (const { gone } of held) gone.abort();
  await Promise.all(held.map(({ read }) => read));
  expect((await readEvents(json(`[${" ".repeat(5_000_000)}`, same))).length).toBe(5_000_001);
});

test("a body of which too little comes is broken off; one that goes on is not, however long it takes", async () => {
  const bodies = Array.from({ length: 2 }, () => {
    let feed!: ReadableStreamDefaultController;
    let isCancelled = false;
    const stream = new ReadableStream({ start: (controller) => void (feed = controller), cancel: () => void (isCancelled = true) }, { highWaterMark: 0 });
    const read = readEvents(json(stream)).then(({ length }) => length, (error: { code?: string }) => error.code);
    return { send: async (bytes: number) => { feed.enqueue(new Uint8Array(bytes).fill(0x5b)); await new Promise((done) => setImmediate(done)); }, end: () => feed.close(), read, isCancelled: () => isCancelled };
  });
  const [slow, steady] = bodies as [(typeof bodies)[0], (typeof bodies)[0]];
  await slow.send(100_000);
  for (let window = 1; window <= 5; window++) {
    await steady.send(41_000);
    if (window <= 2) await slow.send(window === 1 ? 100_000 : 1_000);
    for (let second = 0; second < 5; second++) countSecond();
    expect(slow.isCancelled()).toBe(window > 1);
  }
  steady.end();
  expect([await slow.read, await steady.read]).toEqual(["too_slow", 5 * 41_000]);
});

test("a body whose length says too much is not read at all", async () => {
  const { stream, taken } = endless("{");
  await expect(readJson(json(stream, { "content-length": "2000000" }))).rejects.toMatchObject({ code: "too_large" });
  expect(taken.bytes).toBeLessThan(100_000);
});

test("what is no JSON object, no UTF-8 or no JSON type is told apart", async () => {
  await expect(readJson(json("{"))).rejects.toMatchObject({ code: "malformed" });
  await expect(readJson(json(new Uint8Array([0x7b, 0xff, 0x7d])))).rejects.toMatchObject({ code: "malformed" });
  for (const text of ["[]", "null", "1", '"x"']) await expect(readJson(json(text)), text).rejects.toMatchObject({ code: "invalid" });
  for (const type of ["text/plain", "application/json; charset=latin1", ""]) await expect(readJson(json("{}", { "content-type": type })), type).rejects.toMatchObject({ code: "unsupported_type" });
  expect(await readJson(json('{"a":1}', { "content-type": "application/cloudevents+json; charset=UTF-8" }))).toEqual({ a: 1 });
});
