import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DnsServer, startDnsServer } from "@/lib/testing/dns-server";
import { preflight } from "./preflight";
import { createSender } from "./send";

// A public address that the tests can listen at, and a private one beside it: two of loopback, of which one is allowed.
const GOOD = "127.0.0.2";
const PRIVATE = "127.0.0.3";
const connections: string[] = [];
const servers: Server[] = [];
let port: number;
let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
  port = await listen(GOOD, 0);
  await listen(PRIVATE, port);
});
beforeEach(() => {
  connections.length = 0;
  dns.queries.length = 0;
});
afterAll(async () => {
  for (const server of servers) server.close();
  await dns.close();
});

async function listen(address: string, at: number): Promise<number> {
  const server = createServer((request, response) => {
    request.resume();
    const location = request.url === "/moved" ? { location: `http://${PRIVATE}:${port}/inside` } : null;
    response.writeHead(location ? 307 : 200, { connection: "close", ...location }).end(address);
  });
  server.on("connection", () => connections.push(address));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(at, address, resolve));
  return (server.address() as AddressInfo).port;
}

const policyOf = () => ({ allowedRanges: [`${GOOD}/32`], allowHttp: true, ownOrigin: "http://aviso.test", dnsServers: [dns.address] });
async function send(name: string, path = "/hook", policy = policyOf(), timeoutMs = 8_000) {
  const sender = createSender(policy);
  const result = await sender.send({ url: `http://${name}:${port}${path}`, headers: {}, body: "{}", timeoutMs });
  await sender.destroy();
  return result;
}
const only = (...addresses: string[]): DnsServer["answer"] => (_name, type) => addresses.filter((address) => address.includes(":") === (type === "AAAA"));

test("a name is looked up once, and the connection goes to what was judged, whatever the name says a moment later", async () => {
  let asked = 0;
  dns.answer = (_name, type) => (type === "AAAA" ? [] : [asked++ === 0 ? GOOD : PRIVATE]);
  expect(await send("rebinding.test")).toMatchObject({ failureKind: null, remoteAddress: GOOD, responseBody: GOOD });
  expect(dns.queries.filter(({ type }) => type === "A")).toHaveLength(1);
  // The next connection is judged by the next answer.
  expect(await send("rebinding.test")).toMatchObject({ failureKind: "blocked_address", responseStatus: null });
  expect(connections).toEqual([GOOD]);
});

test("a name that was right when it was looked at and leads inside when it is sent to is refused then", async () => {
  dns.answer = only(GOOD);
  expect((await preflight(`http://turning.test:${port}/hook`, policyOf(), new Date())).at(-1)).toMatchObject({ state: "ok" });
  connections.length = 0;
  dns.answer = only(PRIVATE);
  expect(await send("turning.test")).toMatchObject({ failureKind: "blocked_address" });
  expect((await preflight(`http://turning.test:${port}/hook`, policyOf(), new Date())).at(-1)).toMatchObject({ name: "dns", code: "blocked_address" });
  expect(connections).toEqual([]);
});

test("one private answer among several refuses all of them, wherever it stands and however it is written", async () => {
  for (const inside of [PRIVATE, "10.0.0.1", "169.254.169.254", "::1", `::ffff:${PRIVATE}`, "64:ff9b::7f00:3", "2002:7f00:3::", "fd00:ec2::254", "fe80::1"]) {
    for (const answers of [[GOOD, inside], [inside, GOOD], [inside]]) {
      dns.answer = only(...answers);
      expect(await send("mixed.test"), answers.join()).toMatchObject({ failureKind: "blocked_address", responseStatus: null });
    }
  }
  expect(connections).toEqual([]);
});

// The first and last address of each range that nothing may lead to, and what holds one of them inside.
const RANGES = [
  "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.0", "127.255.255.255", "169.254.0.0", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255",
  "192.0.2.0", "192.0.2.255", "192.88.99.0", "192.88.99.255", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
  "::", "::1", "::ffff", "::a00:1", "::ffff:0.0.0.0", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:10.0.0.1", "64:ff9b::0.0.0.0", "64:ff9b::192.168.0.1", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "100::", "100::ffff:ffff:ffff:ffff",
  "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "5f00::", "5f00:ffff::",
  "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::", "febf:ffff::", "fec0::1", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

test("a name that leads to any range of delivery.md is refused when it is connected to, and when it is looked at", async () => {
  const sender = createSender(policyOf());
  for (const [index, inside] of RANGES.entries()) {
    dns.answer = only(inside);
    const url = `http://range-${index}.test:${port}/hook`;
    expect(await sender.send({ url, headers: {}, body: "{}", timeoutMs: 3_000 }), inside).toMatchObject({ failureKind: "blocked_address", responseStatus: null, remoteAddress: null });
    expect((await preflight(url, policyOf(), new Date())).at(-1), inside).toMatchObject({ name: "dns", state: "failed", code: "blocked_address" });
  }
  await sender.destroy();
  expect(connections).toEqual([]);
});

test("a redirect to a private address is a failure and is not followed", async () => {
  dns.answer = only(GOOD);
  expect(await send("moved.test", "/moved")).toMatchObject({ failureKind: "redirect", responseStatus: 307 });
  expect(connections).toEqual([GOOD]);
});

test("where a connection really ended is judged once more", async () => {
  // Linux takes 0.0.0.0 for this machine: the address is allowed here, its end is not.
  expect(await send("0.0.0.0", "/hook", { ...policyOf(), allowedRanges: ["0.0.0.0/8"] })).toMatchObject({ failureKind: expect.stringMatching(/blocked_address|connection_refused/), responseStatus: null });
  const everywhere = createServer((_request, response) => void response.end());
  await new Promise<void>((resolve) => everywhere.listen(0, "0.0.0.0", resolve));
  const sender = createSender({ ...policyOf(), allowedRanges: ["0.0.0.0/8"] });
  expect(await sender.send({ url: `http://0.0.0.0:${(everywhere.address() as AddressInfo).port}/`, headers: {}, body: "{}", timeoutMs: 5_000 })).toMatchObject({ failureKind: "blocked_address", failureDetail: expect.stringContaining("127.0.0.1"), responseStatus: null });
  await sender.destroy();
  everywhere.close();
});

test("a name server that knows nothing, fails or is silent is a failure of DNS; one family is enough", async () => {
  dns.answer = () => null;
  expect(await send("nothing.test")).toMatchObject({ failureKind: "dns" });
  dns.answer = () => "broken";
  expect(await send("broken.test")).toMatchObject({ failureKind: "dns" });
  dns.answer = (_name, type) => (type === "A" ? [GOOD] : "broken");
  expect(await send("half.test")).toMatchObject({ failureKind: null, remoteAddress: GOOD });
  dns.answer = () => "silent";
  expect(await send("silent.test", "/hook", policyOf(), 200)).toMatchObject({ failureKind: "timeout_connect", responseStatus: null });
});

test("many deliveries to one name ask for it once", async () => {
  dns.answer = only(GOOD);
  const sender = createSender(policyOf());
  const results = await Promise.all(Array.from({ length: 20 }, () => sender.send({ url: `http://busy.test:${port}/`, headers: {}, body: "{}", timeoutMs: 5_000 })));
  expect(results.every(({ failureKind }) => failureKind === null)).toBe(true);
  expect(dns.queries).toHaveLength(2);
  await sender.destroy();
});
