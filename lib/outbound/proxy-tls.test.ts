import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeCertificates } from "@/lib/testing/certificates";
import { type DnsServer, startDnsServer } from "@/lib/testing/dns-server";
import { type ProxyServer, startProxy } from "@/lib/testing/proxy-server";
import { createSender } from "./send";

const folder = mkdtempSync(path.join(tmpdir(), "aviso-tls-"));
const certificates = makeCertificates(folder, ["crm.test", "127.0.0.2"]);
// Loopback itself never goes through a proxy; a name that leads to the part of it that is allowed here does.
const GOOD = "127.0.0.2";
const trusted = getCACertificates();
const servers: Server[] = [];
let proxy: ProxyServer;
let dns: DnsServer;
let asked: { name: string | false | null; path: string | undefined }[];

beforeAll(async () => {
  [proxy, dns] = await Promise.all([startProxy(), startDnsServer()]);
  if (certificates) setDefaultCACertificates([...trusted, readFileSync(certificates.authorityFile, "utf8")]);
});
beforeEach(() => {
  asked = [];
  proxy.asked.length = 0;
  proxy.leadsTo = null;
  dns.answer = (_name, type) => (type === "A" ? [GOOD] : []);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await Promise.all([proxy.close(), dns.close(), ...servers.map((server) => new Promise((done) => { server.close(done); server.closeAllConnections(); }))]);
  rmSync(folder, { recursive: true, force: true });
});

/** A real receiver that speaks TLS with a certificate. @returns its port */
async function receive(pair: { key: string; cert: string }): Promise<number> {
  const server = createServer(pair, (request, response) => {
    asked.push({ name: (request.socket as { servername?: string }).servername ?? null, path: request.url });
    request.resume().on("end", () => response.end("thank you"));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, GOOD, resolve));
  return (server.address() as AddressInfo).port;
}

async function send(url: string) {
  const sender = createSender({ allowedRanges: [`${GOOD}/32`], allowHttp: false, ownOrigin: "http://aviso.test", dnsServers: [dns.address], proxy: { http: null, https: proxy.url, except: [] } });
  const result = await sender.send({ url, headers: {}, body: "{}", timeoutMs: 5_000 });
  await sender.destroy();
  return result;
}

test.skipIf(!certificates)("TLS goes from end to end through the tunnel: the receiver's certificate counts, by its name, and the proxy is told the address only", async () => {
  const port = await receive(certificates!.hosts["crm.test"]!);
  expect(await send(`https://crm.test:${port}/hook`)).toMatchObject({ failureKind: null, responseStatus: 200, responseBody: "thank you", proxy: proxy.host, remoteAddress: GOOD, tlsMs: expect.any(Number) });
  expect(asked).toEqual([{ name: "crm.test", path: "/hook" }]);
  expect(proxy.asked.map(({ what }) => what)).toEqual([`CONNECT ${GOOD}:${port}`]);
});

test.skipIf(!certificates)("behind the proxy a certificate of another name, an old one or one that nobody signed is refused, and nothing is sent", async () => {
  const { wrongName, expired, selfSigned, hosts } = certificates!;
  for (const [pair, code] of [[wrongName, "ERR_TLS_CERT_ALTNAME_INVALID"], [hosts[GOOD]!, "ERR_TLS_CERT_ALTNAME_INVALID"], [expired, "CERT_HAS_EXPIRED"], [selfSigned, "DEPTH_ZERO_SELF_SIGNED_CERT"]] as const) {
    const port = await receive(pair);
    const result = await send(`https://crm.test:${port}/hook`);
    expect(result, code).toMatchObject({ failureKind: "tls", responseStatus: null, proxy: proxy.host });
    expect(`${result.failureDetail}`, code).toMatch(code === "ERR_TLS_CERT_ALTNAME_INVALID" ? /altname|ALTNAME/ : code === "CERT_HAS_EXPIRED" ? /expired/i : /self.signed/i);
  }
  expect(asked).toEqual([]);
});

test.skipIf(!certificates)("a proxy that leads elsewhere is found out by the certificate", async () => {
  const [meant, other] = [await receive(certificates!.hosts["crm.test"]!), await receive(certificates!.wrongName)];
  proxy.leadsTo = { host: GOOD, port: other };
  expect(await send(`https://crm.test:${meant}/hook`)).toMatchObject({ failureKind: "tls", responseStatus: null });
  expect(asked).toEqual([]);
});

test.skipIf(!certificates)("an https:// name that leads inside, wholly or in part, is refused before the proxy hears of it", async () => {
  const port = await receive(certificates!.hosts["crm.test"]!);
  for (const inside of [["10.0.0.1"], [GOOD, "169.254.169.254"], ["::ffff:10.0.0.1"]]) {
    dns.answer = (_name, type) => inside.filter((address) => address.includes(":") === (type === "AAAA"));
    expect(await send(`https://crm.test:${port}/hook`), String(inside)).toMatchObject({ failureKind: "blocked_address" });
  }
  expect(proxy.asked).toEqual([]);
});
