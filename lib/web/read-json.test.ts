import { expect, test } from "vitest";
import { z } from "zod";
import { fromWeb } from "./api-request";
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

test("many bodies at once are refused where they would fill the memory, and there is room again when they are gone", async () => {
  const half = () => new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(`[${" ".repeat(5_000_000)}`)) });
  const held = Array.from({ length: 30 }, () => { const gone = new AbortController(); return { gone, read: readEvents(json(half().pipeThrough(new TransformStream(), { signal: gone.signal }))).then(() => "read", (error: { code?: string }) => error.code ?? "gone") }; });
  await expect(Promise.race(held.map(({ read }) => read))).resolves.toBe("unavailable");
  for (const { gone } of held) gone.abort();
  await Promise.all(held.map(({ read }) => read));
  expect(await readJson(json('{"a":1}'))).toEqual({ a: 1 });
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
