import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSettings, SETTING_NAMES, SettingsError } from "./env";

/** What the start command tells its children, and no operator sets. */
const INTERNAL = ["AVISO_LOCAL"];

test("every setting stands in README.md and in .env.example, and nothing else does", () => {
  const names = SETTING_NAMES.filter((name) => !INTERNAL.includes(name)).toSorted();
  const settings = /^## Settings$(.*?)^## /ms.exec(readFileSync("README.md", "utf8"))![1]!;
  const rows = settings.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split("|")[1]!);
  expect(rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1])).toSorted()).toEqual(names);
  expect([...readFileSync(".env.example", "utf8").matchAll(/^# (\w+)=/gm)].map((match) => match[1]).toSorted()).toEqual(names);
});

test("an empty environment gives the documented defaults, closed to loopback and http", () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({ port: 3000, databaseUrl: null, origin: "http://localhost:3000", outbound: { allowedRanges: [], allowHttp: false, ownOrigin: "http://localhost:3000", dnsServers: [], proxy: { http: null, https: null, except: [] } } });
});

test("a wrong setting is named in one line that says what it should be", () => {
  for (const [name, value] of [["PORT", "70000"], ["DATABASE_URL", "mysql://x/y"], ["AVISO_URL", "ftp://x"], ["AVISO_SECRET_KEY", "short"],
    ["AVISO_ALLOWED_RANGES", "10.0.0.0/8, 10.0.0.0/33"], ["AVISO_ALLOWED_RANGES", "10.0.0.1"], ["AVISO_ALLOWED_RANGES", "::ffff:10.0.0.0/104"], ["AVISO_DNS_SERVERS", "dns.example.com"], ["AVISO_DNS_SERVERS", "10.0.0.2:0"], ["HTTPS_PROXY", "socks5://proxy:1080"], ["HTTP_PROXY", "proxy"]] as const) {
    const read = () => readSettings({ [name]: value });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  }
  // In words of ours, not the library's ("Invalid input: expected number, received NaN").
  const wrong = { PORT: "web", DATABASE_URL: "localhost", AVISO_URL: "example.com", AVISO_ALLOW_HTTP: "yes", AVISO_PROXIES: "6", AVISO_LIMIT_API: "many", AVISO_SMTP_URL: "mail", AVISO_MAIL_FROM: "a", AVISO_OIDC_ISSUER: "id",
    AVISO_LEASE_SEC: "1.5", AVISO_METRICS_TOKEN: "short", AVISO_METRICS_PORT: "0", OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318", OTEL_TRACES_SAMPLER_ARG: "2", AVISO_LOG_FORMAT: "xml", LOG_LEVEL: "loud" };
  for (const [name, value] of Object.entries(wrong)) expect(() => readSettings({ [name]: value }), name).toThrow(new RegExp(`^${name}: (must|may) `));
});

test("an empty variable counts as absent", () => {
  expect(readSettings({ PORT: "", DATABASE_URL: "" }).port).toBe(3000);
});

test("ranges, name servers and proxies are lists with commas, and the small names of proxies win", () => {
  const { outbound } = readSettings({
    AVISO_ALLOWED_RANGES: "10.0.0.0/8, fd00::/8", AVISO_DNS_SERVERS: "10.0.0.2,[fd00::2]:5353", HTTP_PROXY: "http://a:1", http_proxy: "http://user:secret@b:2", HTTPS_PROXY: "https://c", no_proxy: "example.com,.internal",
  });
  expect(outbound).toMatchObject({ allowedRanges: ["10.0.0.0/8", "fd00::/8"], dnsServers: ["10.0.0.2", "[fd00::2]:5353"], proxy: { http: "http://user:secret@b:2", https: "https://c", except: ["example.com", ".internal"] } });
});

const OIDC = { AVISO_OIDC_ISSUER: "https://id.example.com", AVISO_OIDC_CLIENT_ID: "aviso", AVISO_OIDC_CLIENT_SECRET: "s3cret" };

test("a sign-in provider needs its address, id and secret, or nothing of it; its name is the host's unless said", () => {
  expect(readSettings({}).oidc).toBeNull();
  expect(readSettings(OIDC).oidc).toEqual({ issuer: "https://id.example.com", clientId: "aviso", clientSecret: "s3cret", name: "id.example.com" });
  expect(readSettings({ ...OIDC, AVISO_OIDC_NAME: "Acme" }).oidc).toMatchObject({ name: "Acme" });
  for (const name of Object.keys(OIDC)) expect(() => readSettings({ ...OIDC, [name]: "" })).toThrow(new RegExp(`^${name}: missing`));
  expect(() => readSettings({ AVISO_OIDC_NAME: "Acme" })).toThrow(SettingsError);
  expect(() => readSettings({ ...OIDC, AVISO_OIDC_NAME: "\u202eemcA" })).toThrow(/^AVISO_OIDC_NAME/);
});

test("a sign-in provider is spoken to by https; a local start may use its own machine's", () => {
  const at = (issuer: string, more = {}) => () => readSettings({ ...OIDC, ...more, AVISO_OIDC_ISSUER: issuer }).oidc?.issuer;
  const served = { DATABASE_URL: "postgresql://db/aviso" };
  for (const issuer of ["http://127.0.0.1:8080", "http://localhost:8080/realms/x"]) {
    expect(at(issuer)()).toBe(issuer);
    expect(at(issuer, { ...served, AVISO_LOCAL: "1" })()).toBe(issuer);
    expect(at(issuer, served)).toThrow(/^AVISO_OIDC_ISSUER: must begin with https/);
  }
  for (const issuer of ["http://id.example.com", "http://127.0.0.1.example.com", "ftp://id.example.com", "https://id.example.com/?a=b", "https://a:b@id.example.com"]) expect(at(issuer), issuer).toThrow(/^AVISO_OIDC_ISSUER: /);
});
