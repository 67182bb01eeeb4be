import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DnsServer, startDnsServer } from "@/lib/testing/dns-server";
import { type ProxyServer, startProxy } from "@/lib/testing/proxy-server";
import type { OutboundPolicy } from "./check-url";
import { preflight } from "./preflight";
import { chooseProxy } from "./proxy";
import { createSender } from "./send";

// Loopback itself never goes through a proxy; a name that leads to the part of it that is allowed here does.
const GOOD = "127.0.0.2";
let proxy: ProxyServer;
let dns: DnsServer;
let receiver: Server;
let port: number;

beforeAll(async () => {
  [proxy, dns] = await Promise.all([startProxy(), startDnsServer()]);
  receiver = createServer((request, response) => request.resume().on("end", () => response.end(request.headers.host)));
  await new Promise<void>((resolve) => receiver.listen(0, GOOD, resolve));
  port = (receiver.address() as AddressInfo).port;
});
beforeEach(() => {
  proxy.asked.length = 0;
  proxy.status = 200;
  dns.answer = (_name, type) => (type === "A" ? [GOOD] : []);
});
afterAll(() => Promise.all([proxy.close(), dns.close(), new Promise((done) => receiver.close(done))]));

const policyOf = (except: string[] = []) => ({ allowedRanges: [`${GOOD}/32`], allowHttp: true, ownOrigin: "http://aviso.test", dnsServers: [dns.address], proxy: { http: proxy.url, https: proxy.url, except } });
async function send(url = `http://crm.test:${port}/hook`, policy: OutboundPolicy = policyOf()) {
  const sender = createSender(policy);
  const result = await sender.send({ url, headers: {}, body: "{}", timeoutMs: 5_000 });
  await sender.destroy();
  return result;
}

test("a delivery goes through the proxy to the address that was judged, and says so; the proxy is told no name", async () => {
  expect(await send()).toMatchObject({ failureKind: null, proxy: proxy.host, remoteAddress: GOOD, responseBody: `crm.test:${port}`, tlsMs: null });
  expect(proxy.asked).toEqual([{ what: `CONNECT ${GOOD}:${port}`, authorization: `Basic ${Buffer.from("ana:s@crt").toString("base64")}` }]);
});

test("the connection through the proxy is kept for the next delivery", async () => {
  const sender = createSender(policyOf());
  const post = () => sender.send({ url: `http://crm.test:${port}/hook`, headers: {}, body: "{}", timeoutMs: 5_000 });
  expect(await post()).toMatchObject({ failureKind: null, dnsMs: expect.any(Number), connectMs: expect.any(Number) });
  await new Promise(setImmediate);
  expect(await post()).toMatchObject({ failureKind: null, dnsMs: null, connectMs: null, remoteAddress: GOOD, proxy: proxy.host });
  expect(proxy.asked).toHaveLength(1);
  await sender.destroy();
});

test("what leads inside is refused before the proxy hears of it", async () => {
  dns.answer = (_name, type) => (type === "A" ? [GOOD, "10.0.0.1"] : []);
  expect(await send()).toMatchObject({ failureKind: "blocked_address" });
  expect(await send("http://10.0.0.1/hook")).toMatchObject({ failureKind: "blocked_address" });
  expect(proxy.asked).toEqual([]);
});

test("a proxy that refuses, breaks off or is not there is a failure of its own, told without its password", async () => {
  proxy.status = 407;
  const refused = await send();
  expect(refused).toMatchObject({ failureKind: "proxy", responseStatus: null, failureDetail: `The proxy ${proxy.host} answered 407`, proxy: proxy.host });
  const away = await send(`http://crm.test:${port}/hook`, { ...policyOf(), proxy: { http: "http://ana:s%40crt@127.0.0.1:9", https: null, except: [] } });
  expect(away).toMatchObject({ failureKind: "proxy", failureDetail: "The proxy 127.0.0.1:9 cannot be reached (ECONNREFUSED)" });
  expect(await send(`http://crm.test:${port}/hook`, { ...policyOf(), proxy: { http: `http://${GOOD}:${port}`, https: null, except: [] } })).toMatchObject({ failureKind: "proxy" });
  expect(JSON.stringify([refused, away])).not.toMatch(/s@crt|s%40crt/);
});

test("an https:// address is spoken to through the tunnel, and what is behind does not speak TLS", async () => {
  expect(await send(`https://crm.test:${port}/hook`)).toMatchObject({ failureKind: "tls", proxy: proxy.host });
  expect(proxy.asked).toHaveLength(1);
});

test("a look at an address says that it goes through the proxy, and goes there", async () => {
  const checks = await preflight(`http://crm.test:${port}/hook`, policyOf(), new Date());
  expect(checks.map(({ name, code }) => `${name} ${code}`)).toEqual(["address http", "dns found", "proxy through", "answer answered"]);
  expect(checks[2]!.values).toEqual({ proxy: proxy.host });
  expect(proxy.asked.map(({ what }) => what)).toEqual([`CONNECT ${GOOD}:${port}`]);
  proxy.status = 403;
  expect((await preflight(`https://crm.test:${port}/hook`, policyOf(), new Date())).at(-1)).toMatchObject({ name: "answer", state: "failed", code: "proxy" });
});

test("NO_PROXY leaves out names with all below them, ports, ranges, everything; loopback and Aviso's own receiver never take a proxy", async () => {
  const through = (url: string, except: string[]) => chooseProxy(new URL(url), { http: "http://p:1", https: "http://q:2", except })?.host ?? null;
  expect(through("http://crm.example.com/", [])).toBe("p:1");
  expect(through("https://crm.example.com/", ["example.org", "xample.com", "example.com:80", "10.0.0.0/8"])).toBe("q:2");
  for (const entry of ["*", "example.com", ".example.com", "*.example.com", "CRM.example.com", "crm.example.com:443"]) expect(through("https://crm.example.com/", [entry]), entry).toBeNull();
  for (const entry of ["10.0.0.0/8", "10.1.2.3", "10.1.2.3:80"]) expect(through("http://10.1.2.3/", [entry]), entry).toBeNull();
  for (const entry of ["fd00::/8", "[fd00::1]", "fd00::1", "[fd00::1]:80"]) expect(through("http://[fd00::1]/", [entry]), entry).toBeNull();
  expect(through("http://[fd00::2]/", ["fd00::1", "[fd00::2]:81"])).toBe("p:1");
  for (const url of ["http://localhost/", "http://a.localhost./", "http://127.0.0.2/", "http://[::1]/"]) expect(through(url, []), url).toBeNull();
  expect(await send(`http://127.0.0.2:${port}/r/token`, { ...policyOf(), ownOrigin: `http://127.0.0.2:${port}` })).toMatchObject({ failureKind: null, proxy: null });
  expect(await send(`http://crm.test:${port}/hook`, policyOf(["crm.test"]))).toMatchObject({ failureKind: null, proxy: null });
});
