import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** The receiver's process (bench/sink.ts). */
export interface Sink {
  url: string;
  /** What came below /timed since the last call, and how many in all. */
  read(): Promise<{ seen: [string, number][]; count: number }>;
  close(): void;
}

export async function startSink(): Promise<Sink> {
  const child = fork(path.resolve("bench/sink.ts"));
  const [url] = (await once(child, "message")) as [string];
  return {
    url,
    async read() {
      child.send("read");
      return ((await once(child, "message")) as [{ seen: [string, number][]; count: number }])[0];
    },
    close: () => child.disconnect(),
  };
}
