import fc from "fast-check";
import { expect, test } from "vitest";
import { REFUSED_URLS } from "@/lib/testing/hostile-urls";
import { checkUrl } from "./check-url";
import { isAddressAllowed } from "./guard";

// IANA's special-purpose address registries, as of 2025 (www.iana.org/assignments/iana-ipv4-special-registry and
// iana-ipv6-special-registry), with whether what is there is "globally reachable"; and the ranges of multicast
// (RFC 5771, RFC 4291). Judged below by an implementation that shares nothing with the guard's.
const SPECIAL_V4: [range: string, isGlobal: boolean][] = [
  ["0.0.0.0/8", false], ["0.0.0.0/32", false], ["10.0.0.0/8", false], ["100.64.0.0/10", false], ["127.0.0.0/8", false], ["169.254.0.0/16", false], ["172.16.0.0/12", false], ["192.0.0.0/24", false], ["192.0.0.0/29", false],
  ["192.0.0.8/32", false], ["192.0.0.9/32", true], ["192.0.0.10/32", true], ["192.0.0.170/32", false], ["192.0.0.171/32", false], ["192.0.2.0/24", false], ["192.31.196.0/24", true], ["192.52.193.0/24", true], ["192.88.99.0/24", false],
  ["192.168.0.0/16", false], ["192.175.48.0/24", true], ["198.18.0.0/15", false], ["198.51.100.0/24", false], ["203.0.113.0/24", false], ["240.0.0.0/4", false], ["255.255.255.255/32", false], ["224.0.0.0/4", false],
];
const SPECIAL_V6: [range: string, isGlobal: boolean][] = [
  ["0:0:0:0:0:0:0:1/128", false], ["0:0:0:0:0:0:0:0/128", false], ["64:ff9b:1:0:0:0:0:0/48", false], ["100:0:0:0:0:0:0:0/64", false], ["100:0:0:1:0:0:0:0/64", false], ["2001:0:0:0:0:0:0:0/23", false], ["2001:0:0:0:0:0:0:0/32", false],
  ["2001:1:0:0:0:0:0:1/128", true], ["2001:1:0:0:0:0:0:2/128", true], ["2001:1:0:0:0:0:0:3/128", true], ["2001:2:0:0:0:0:0:0/48", false], ["2001:3:0:0:0:0:0:0/32", true], ["2001:4:112:0:0:0:0:0/48", true], ["2001:10:0:0:0:0:0:0/28", false],
  ["2001:20:0:0:0:0:0:0/28", true], ["2001:30:0:0:0:0:0:0/28", true], ["2001:db8:0:0:0:0:0:0/32", false], ["2002:0:0:0:0:0:0:0/16", false], ["2620:4f:8000:0:0:0:0:0/48", true], ["3fff:0:0:0:0:0:0:0/20", false], ["5f00:0:0:0:0:0:0:0/16", false],
  ["fc00:0:0:0:0:0:0:0/7", false], ["fe80:0:0:0:0:0:0:0/10", false], ["ff00:0:0:0:0:0:0:0/8", false],
];

interface Prefix { first: bigint; last: bigint; isGlobal: boolean }

function prefix([range, isGlobal]: [string, boolean], bits: 32 | 128): Prefix {
  const [address = "", length] = range.split("/");
  const parts = bits === 32 ? address.split(".").map((part) => BigInt(part)) : address.split(":").map((part) => BigInt(`0x${part}`));
  const first = parts.reduce((sum, part) => (sum << (bits === 32 ? 8n : 16n)) | part, 0n);
  return { first, last: first + (1n << BigInt(bits - Number(length))) - 1n, isGlobal };
}
const V4 = SPECIAL_V4.map((one) => prefix(one, 32));
const V6 = SPECIAL_V6.map((one) => prefix(one, 128));
const GLOBAL_UNICAST = prefix(["2000:0:0:0:0:0:0:0/3", true], 128);
const isIn = (value: bigint, { first, last }: Prefix) => value >= first && value <= last;
/** The most exact entry counts, as the registries say. */
const entryOf = (value: bigint, list: Prefix[]) => list.filter((one) => isIn(value, one)).sort((a, b) => Number(a.last - a.first - (b.last - b.first)))[0];

const showV4 = (value: bigint) => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
const groups = (value: bigint) => Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
const showV6 = (value: bigint, style: number) => {
  const text = groups(value).join(":");
  if (style === 1) return text.toUpperCase();
  if (style === 2) return groups(value).map((group) => group.padStart(4, "0")).join(":");
  return style === 3 ? `${groups(value).slice(0, 6).join(":")}:${showV4(value & 0xffffffffn)}` : text.replace(/\b0(:0)+\b/, ":").replace(/^:(?!:)|:{3,}/, "::").replace(/(?<!:):$/, "::");
};

/** Anywhere, but mostly inside of a special range or just beyond one of its ends. */
const anywhere = (list: Prefix[], bits: number) => fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }),
  fc.constantFrom(...list).chain(({ first, last }) => fc.oneof(fc.bigInt({ min: first, max: last }), fc.constantFrom(first - 1n, first, last, last + 1n))).filter((value) => value >= 0n && value < 1n << BigInt(bits)),
);
/** `npm run fuzz` sets it to 100,000. */
const RUNS = { numRuns: Number(process.env.AVISO_FUZZ_RUNS ?? 2_000) };
const LONG = { timeout: 30_000 + 2 * RUNS.numRuns };

/** What is special is refused, unless IANA says that all the world may reach it; what is not special is allowed. */
function expectJudged(address: string, entry: Prefix | undefined): void {
  if (!entry && address !== "168.63.129.16") expect(isAddressAllowed(address, []), address).toBe(true);
  if (entry && !entry.isGlobal) expect(isAddressAllowed(address, []), address).toBe(false);
}

test("of random IPv4 addresses, those that IANA's registry calls special are refused and the others allowed", LONG, () => {
  fc.assert(fc.property(anywhere(V4, 32), (value) => expectJudged(showV4(value), entryOf(value, V4))), RUNS);
});

test("of random IPv6 addresses, however written, only global unicast that is not special is allowed", LONG, () => {
  fc.assert(fc.property(anywhere([...V6, GLOBAL_UNICAST, prefix(["2400:0:0:0:0:0:0:0/8", true], 128)], 128), fc.integer({ min: 0, max: 3 }), (value, style) => {
    const isEmbedded = value >> 32n === 0xffffn || value >> 32n === 0x64ff9b0000000000000000n;
    if (!isEmbedded) expectJudged(showV6(value, style), entryOf(value, V6) ?? (isIn(value, GLOBAL_UNICAST) ? undefined : { ...GLOBAL_UNICAST, isGlobal: false }));
  }), RUNS);
});

test("an IPv4 address inside an IPv6 one is judged as what it leads to, or refused", LONG, () => {
  const wrap = (high: bigint, low: bigint) => (high << 32n) | low;
  fc.assert(fc.property(anywhere(V4, 32), fc.integer({ min: 0, max: 3 }), (value, style) => {
    const isAllowed = isAddressAllowed(showV4(value), []);
    for (const mapping of [0xffffn, 0x64ff9b0000000000000000n]) expect(isAddressAllowed(showV6(wrap(mapping, value), style), []), showV6(wrap(mapping, value), style)).toBe(isAllowed);
    // IPv4-compatible, translated (SIIT), 6to4, Teredo.
    for (const other of [value, wrap(0xffff0000n, value), (0x2002n << 112n) | (value << 80n), (0x20010000n << 96n) | (value ^ 0xffffffffn)]) expect(isAddressAllowed(showV6(other, style), []), showV6(other, style)).toBe(false);
  }), RUNS);
});

test("an operator's ranges win, also over an IPv4 address inside an IPv6 one; a range that is none allows nothing", () => {
  for (const address of ["10.2.3.4", "::ffff:10.2.3.4", "64:ff9b::10.2.3.4"]) {
    expect(isAddressAllowed(address, ["10.0.0.0/8"]), address).toBe(true);
    expect(isAddressAllowed(address, ["10.3.0.0/16", "fd00::/8", "nonsense", "10.0.0.0/33"]), address).toBe(false);
  }
  // All of IPv6 is no IPv4.
  expect(isAddressAllowed("::ffff:127.0.0.1", ["::/0"])).toBe(false);
  for (const text of ["", "not an address", "10.0.0", "1.1.1.1/32", "localhost"]) expect(isAddressAllowed(text, []), text).toBe(false);
});

test("each way to write an address that leads inside is refused at the form, and says why", () => {
  const policy = { allowedRanges: [], allowHttp: false, ownOrigin: "https://aviso.example" };
  for (const [url, problem] of REFUSED_URLS) expect(checkUrl(url, policy), url).toBe(problem);
  for (const url of ["https://crm.example.com/hook", "https://crm.example.com:8443/a?b=c#d", "https://münchen.example/", "https://crm.example.com/%EF%B8%8F", "https://crm.example.com/❤\ufe0f?to=❤\ufe0f", "https://1.1.1.1/", "https://[2606:4700::1111]/", "https://127.0.0.1.nip.io/", "https://localhost.example.com/"]) expect(checkUrl(url, policy), url).toBeNull();
});

test("Aviso's own receiver is let through by exact origin and path only", () => {
  const policy = { allowedRanges: [], allowHttp: false, ownOrigin: "http://localhost:3000" };
  for (const url of ["http://localhost:3000/r/abc", "http://LOCALHOST:3000/r/a_b-C?x=1", "http://localhost:3000/x/../r/abc"]) expect(checkUrl(url, policy), url).toBeNull();
  for (const url of ["https://localhost:3000/r/abc", "https://localhost/r/abc", "https://localhost.:3000/r/abc", "https://127.0.0.1:3000/r/abc"]) expect(checkUrl(url, policy), url).toBe("blocked_address");
  for (const path of ["/", "/x", "/r/", "/r/abc/", "/r/abc/../../api/v1/events", "/r/a%2fb", "/api/r/abc", "//r/abc"]) expect(checkUrl(`http://localhost:3000${path}`, policy), path).toBe("https_only");
});
