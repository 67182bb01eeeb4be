import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

// What no ingestion over HTTP can beat here: a bare server that parses each request, and stores what came together in one
// durable insert. No key, no matching, no deliveries, one table with a primary key.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL!, max: 2 });
await pool.query("CREATE TABLE IF NOT EXISTS bare_events (id bigserial PRIMARY KEY, external_id text NOT NULL, body text NOT NULL)");
interface Waiting { id: string; body: string; done: () => void }
const waiting: Waiting[] = [];
let flushes = 0;

function pump(): void {
  if (flushes >= 2 || waiting.length === 0) return;
  const group = waiting.splice(0, 1_000);
  flushes++;
  void pool.query("INSERT INTO bare_events (external_id, body) SELECT * FROM unnest($1::text[], $2::text[])", [group.map((one) => one.id), group.map((one) => one.body)]).then(() => {
    flushes--;
    for (const one of group) one.done();
    pump();
  });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
    const text = Buffer.concat(chunks).toString("utf8");
    const parsed = JSON.parse(text) as { id: string } | { id: string }[];
    const events = Array.isArray(parsed) ? parsed.map((one) => ({ id: one.id, body: JSON.stringify(one) })) : [{ id: parsed.id, body: text }];
    let left = events.length;
    const done = () => { if (--left === 0) response.writeHead(202, { "content-type": "application/json", "content-length": 2 }).end("{}"); };
    for (const one of events) waiting.push({ ...one, done });
    setImmediate(pump);
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
