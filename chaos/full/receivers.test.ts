import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readId, uuidTime } from "@/lib/domain/ids";
import { type DnsServer, startDnsServer } from "@/lib/testing/dns-server";
import { subscribeBad, verifyBad } from "../bad";
import { play } from "../case";
import { type Certificates, makeCertificates } from "@/lib/testing/certificates";
import { type House, openHouse, type Subscribed } from "../house";
import { createRandom } from "../random";
import { report } from "../report";
import { verifyNumbers } from "../screens";

const random = createRandom();
const folder = mkdtempSync(path.join(tmpdir(), "aviso-certificates-"));
const PER_SEC = 10;
const EVENTS = 400;
let house: House;
let dns: DnsServer;
let certificates: Certificates | null;
let healthy: Subscribed;

beforeAll(async () => {
  console.log(`AVISO_CHAOS_SEED=${random.seed}`);
  certificates = makeCertificates(folder);
  dns = await startDnsServer();
  dns.answer = (name, type) => (name === "healthy.test" ? (type === "A" ? ["127.0.0.1"] : []) : null);
  house = await openHouse({ workers: 1, env: { AVISO_DNS_SERVERS: dns.address, ...(certificates ? { NODE_EXTRA_CA_CERTS: certificates.authorityFile } : {}) } });
  // Told by name, so that it depends on the same look-ups as the others.
  healthy = await house.subscribe({ url: `http://healthy.test:${house.receiverPort}/healthy` });
  healthy.path = "/healthy";
});
afterAll(async () => {
  await house.close();
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

test("all bad receivers together leave a healthy one at no more than twice its time, and what each did is recorded", async () => {
  const usual = { random, perSec: PER_SEC, events: EVENTS, withinSec: 60, of: [healthy], faults: async () => undefined };
  // The first ones find everything cold.
  await play(house, { ...usual, name: "one healthy receiver, to warm up", events: 100 });
  const alone = await play(house, { ...usual, name: "one healthy receiver alone" });
  const bad = await subscribeBad(house, { certificates, dns, healthyPort: house.receiverPort });
  const beside = await play(house, { ...usual, name: `beside ${bad.length + 6} bad ones` });
  await verifyBad(house, bad);
  await verifyNumbers(house, bad.map(({ subscription }) => subscription));
  const times = { alone: await timesOf(alone.ledger), beside: await timesOf(beside.ledger) };
  report("accept → received, healthy", { more: `p50/p95/p99 ms alone ${times.alone.join("/")}, beside ${times.beside.join("/")}` });
  expect(times.beside[1]! / times.alone[1]!).toBeLessThanOrEqual(2);
});

/** From the moment an event was taken in until its receiver had it whole: p50, p95, p99 in milliseconds. */
async function timesOf(ledger: { id: string }[]): Promise<[number, number, number]> {
  const ids = new Set(ledger.map((one) => one.id));
  const times = (await house.received()).filter((one) => one.path === "/healthy" && ids.has(one.id)).map((one) => one.at - uuidTime(readId("event", one.id)!).getTime()).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!;
  return [at(0.5), at(0.95), at(0.99)];
}
