import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import ipaddr from "ipaddr.js";

type RecordType = "A" | "AAAA";
const TYPES: Record<RecordType, number> = { A: 1, AAAA: 28 };

export interface DnsServer {
  /** As AVISO_DNS_SERVERS takes it. */
  address: string;
  queries: { name: string; type: RecordType }[];
  /** The addresses of a name from now on; "silent" gives no answer, "broken" SERVFAIL, and nothing at all NXDOMAIN. */
  answer: (name: string, type: RecordType) => string[] | "silent" | "broken" | null;
  /** How late a name's answer is, in milliseconds. */
  delayMs: (name: string) => number;
  close(): Promise<void>;
}

/** A real name server on loopback (RFC 1035, UDP). Its answers may be used for no time at all. */
export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const server: DnsServer = {
    address: "", queries: [], answer: () => null, delayMs: () => 0,
    close: () => new Promise((done) => socket.close(() => done())),
  };
  socket.on("message", (query, from) => {
    const { name, end } = readName(query);
    const type = query.readUInt16BE(end) === TYPES.A ? "A" : query.readUInt16BE(end) === TYPES.AAAA ? "AAAA" : null;
    if (!type) return;
    server.queries.push({ name, type });
    const found = server.answer(name, type);
    if (found === "silent") return;
    const send = () => socket.send(reply(query.subarray(0, end + 4), found, TYPES[type]), from.port, from.address, () => undefined);
    const delayMs = server.delayMs(name);
    if (delayMs > 0) setTimeout(send, delayMs);
    else send();
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  server.address = `127.0.0.1:${(socket.address() as AddressInfo).port}`;
  return server;
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

/** @param question the query up to the end of its one question */
function reply(question: Buffer, found: string[] | "broken" | null, type: number): Buffer {
  const header = Buffer.from(question);
  const code = found === "broken" ? 2 : found === null ? 3 : 0;
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(Array.isArray(found) ? found.length : 0, 6);
  header.writeUInt32BE(0, 8);
  const records = (Array.isArray(found) ? found : []).map((address) => {
    const data = Buffer.from(ipaddr.parse(address).toByteArray());
    // The name of the question again (a pointer to it), class IN, kept for 0 s.
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([header, ...records]);
}
