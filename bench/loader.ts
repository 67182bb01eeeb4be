import { connect, type Socket } from "node:net";
import { type LoadJob, type LoadResult, quantiles } from "./load";

// The load generator, a process of its own: plain sockets with prepared bytes, so that it takes as little of the machine as it can.
process.on("message", (job: LoadJob) => void run(job).then((result) => process.send!(result), (error: unknown) => { process.stderr.write(`${String(error)}\n`); process.exit(1); }));
process.on("disconnect", () => process.exit(0));

let serial = 0;

async function run(job: LoadJob): Promise<LoadResult> {
  const endAt = performance.now() + job.seconds * 1_000;
  const latencies: number[] = [];
  const accepted: [string, number][] = [];
  const statuses: Record<string, number> = {};
  let answered = 0;
  const lines = await Promise.all(Array.from({ length: job.connections }, () => open(job.port)));
  const startedAt = performance.now();
  const call = async (line: Line) => {
    const sentAt = performance.now();
    const { status, body } = await line.ask(makeRequest(job));
    const now = performance.now();
    latencies.push(now - sentAt);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status !== "202") return;
    answered += job.batch ?? 1;
    if (job.listsIds) for (const [, id] of body.matchAll(/"id":"(evt_\w{26})"/g)) accepted.push([id!, performance.timeOrigin + now]);
  };
  if (job.perSecond) await pace(job, lines, startedAt, endAt, call);
  else await Promise.all(lines.map(async (line) => { while (performance.now() < endAt && !line.isClosed()) await call(line); }));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const line of lines) line.socket.destroy();
  return { events: answered, seconds, statuses, latencyMs: quantiles(latencies), accepted };
}

/** As many as are due, on whichever connection is free: a sender that does not wait for us. */
async function pace(job: LoadJob, lines: Line[], startedAt: number, endAt: number, call: (line: Line) => Promise<void>): Promise<void> {
  const free = [...lines];
  const flights = new Set<Promise<void>>();
  let sent = 0;
  while (performance.now() < endAt) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * job.perSecond!);
    while (sent < due && free.length > 0) {
      // In turn, so that none is idle for so long that the server closes it.
      const line = free.shift()!;
      sent++;
      const flight: Promise<void> = call(line).then(() => { if (!line.isClosed()) free.push(line); flights.delete(flight); });
      flights.add(flight);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(flights);
}

function makeRequest(job: LoadJob): string {
  const one = () => {
    const n = `${process.pid}-${++serial}`;
    return job.template.replaceAll("#N#", n).replace("#P#", String(1 + (serial % (job.products ?? 1))));
  };
  const body = job.batch ? `[${Array.from({ length: job.batch }, one).join(",")}]` : one();
  return `${job.method ?? "POST"} ${job.path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${job.key}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

interface Line { socket: Socket; isClosed(): boolean; ask(request: string): Promise<{ status: string; body: string }> }

function open(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let got = "";
    let done: ((answer: { status: string; body: string }) => void) | undefined;
    let isClosed = false;
    // An answer that does not come is counted, and holds nothing up.
    const lost = () => { isClosed = true; done?.({ status: "closed", body: "" }); };
    socket.setNoDelay().setEncoding("latin1").on("data", (part: string) => {
      got += part;
      const head = got.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(got.slice(0, head + 2))?.[1];
      const isWhole = got.startsWith("HTTP/1.1 204") || (length === undefined ? got.endsWith("0\r\n\r\n") : got.length >= head + 4 + Number(length));
      if (!isWhole) return;
      const answer = { status: got.slice(9, 12), body: got.slice(head + 4) };
      got = "";
      done!(answer);
    });
    socket.once("error", reject).once("close", lost);
    const ask: Line["ask"] = (request) => new Promise((ready) => {
      done = ready;
      if (isClosed) return lost();
      socket.write(request);
    });
    socket.once("connect", () => resolve({ socket, isClosed: () => isClosed, ask }));
  });
}
