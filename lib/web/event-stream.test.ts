import { expect, test, vi } from "vitest";
import { changeStream } from "./event-stream";

async function readNext(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read();
  return new TextDecoder().decode(value);
}

test("a stream tells of a change at once, of many together once, and lets go of its source when the reader goes away", async () => {
  let onChange = () => {};
  const unsubscribe = vi.fn();
  const abort = new AbortController();
  const response = changeStream({ subscribe: (listener) => { onChange = listener; return unsubscribe; }, mayHear: async () => true }, abort.signal);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body!.getReader();
  expect(await readNext(reader)).toBe("retry: 2000\n\n");
  const startedAt = performance.now();
  for (let n = 0; n < 50; n++) onChange();
  expect(await readNext(reader)).toContain("event: change");
  expect(await readNext(reader)).toContain("event: change");
  expect(performance.now() - startedAt).toBeGreaterThan(400);
  abort.abort();
  expect((await reader.read()).done).toBe(true);
  expect(unsubscribe).toHaveBeenCalledOnce();
});

test("a stream ends with the session that it was opened by, at the next change or heartbeat, and not because the database is away", async () => {
  for (const isByHeartbeat of [false, true]) {
    if (isByHeartbeat) vi.useFakeTimers();
    let onChange = () => {};
    let mayHear: () => Promise<boolean> = () => Promise.reject(new Error("away"));
    const unsubscribe = vi.fn();
    const reader = changeStream({ subscribe: (listener) => { onChange = listener; return unsubscribe; }, mayHear: () => mayHear() }, new AbortController().signal).body!.getReader();
    await readNext(reader);
    const happen = () => (isByHeartbeat ? vi.advanceTimersByTimeAsync(20_000) : vi.waitFor(() => onChange()));
    await happen();
    expect(await readNext(reader)).toContain(isByHeartbeat ? "still here" : "event: change");
    mayHear = async () => false;
    await happen();
    // The page asks once more, and is led to the sign-in.
    expect(await readNext(reader)).toContain("event: change");
    expect((await reader.read()).done).toBe(true);
    expect(unsubscribe).toHaveBeenCalledOnce();
  }
  vi.useRealTimers();
});
