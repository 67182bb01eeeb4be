import ipaddr from "ipaddr.js";

// delivery.md and the IANA special-purpose registries: where a seller's address may not lead.
const REFUSED_V4 = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
].map((range) => ipaddr.IPv4.parseCIDR(range));
const REFUSED_V6 = [
  "::/8", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "ff00::/8",
].map((range) => ipaddr.IPv6.parseCIDR(range));
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Whether a resolved address may be connected to. @param allowedRanges an operator's CIDR ranges, which win */
export function isAddressAllowed(address: string, allowedRanges: string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  let parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6) {
    if (isWithin(parsed, allowedRanges)) return true;
    // An IPv4 address inside an IPv6 one is judged as what it leads to.
    if (parsed.isIPv4MappedAddress()) parsed = parsed.toIPv4Address();
    else if (parsed.match(NAT64)) parsed = new ipaddr.IPv4(parsed.toByteArray().slice(12));
  }
  if (isWithin(parsed, allowedRanges)) return true;
  if (parsed instanceof ipaddr.IPv4) {
    const v4 = parsed;
    return !REFUSED_V4.some((range) => v4.match(range));
  }
  const v6 = parsed;
  return !REFUSED_V6.some((range) => v6.match(range));
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: string[]): boolean {
  return ranges.some((text) => {
    // A range that is none allows nothing.
    if (!ipaddr.isValidCIDR(text)) return false;
    const [network, bits] = ipaddr.parseCIDR(text);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}
