import ipaddr from "ipaddr.js";

// delivery.md and IANA's special-purpose registry: where a seller's address may not lead.
const REFUSED_V4 = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
  // Looks public, but is the host agent of a large cloud's virtual machines (Azure, "168.63.129.16").
  "168.63.129.16/32",
].map((range) => ipaddr.IPv4.parseCIDR(range));
// All that IANA gave out for use on the Internet. What is outside (loopback, local, multicast, not given out) is refused
// without being listed, so that a range which gets a special meaning later is refused today.
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
const REFUSED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map((range) => ipaddr.IPv6.parseCIDR(range));
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Whether a resolved address may be connected to. @param allowedRanges an operator's CIDR ranges, which win */
export function isAddressAllowed(address: string, allowedRanges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  let parsed = ipaddr.parse(address);
  // An IPv4 address inside an IPv6 one is judged as what it leads to. A mapped one is nothing but a way to write it.
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) parsed = parsed.toIPv4Address();
  if (isWithin(parsed, allowedRanges)) return true;
  if (parsed instanceof ipaddr.IPv6 && parsed.match(NAT64)) {
    parsed = new ipaddr.IPv4(parsed.toByteArray().slice(12));
    if (isWithin(parsed, allowedRanges)) return true;
  }
  if (parsed instanceof ipaddr.IPv4) {
    const v4 = parsed;
    return !REFUSED_V4.some((range) => v4.match(range));
  }
  const v6 = parsed;
  return v6.match(GLOBAL_UNICAST) && !REFUSED_V6.some((range) => v6.match(range));
}

/** A URL's host as an address or name, without the brackets of IPv6. */
export function hostOf({ hostname }: { hostname: string }): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Whether an address is in one of some CIDR ranges. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  return ipaddr.isValid(address) && isWithin(ipaddr.parse(address), ranges);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly string[]): boolean {
  return ranges.some((text) => {
    // A range that is none allows nothing.
    if (!ipaddr.isValidCIDR(text)) return false;
    const [network, bits] = ipaddr.parseCIDR(text);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}
