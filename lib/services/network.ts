import ipaddr from "ipaddr.js";

/** Whom an address belongs to: whoever has one IPv6 address has its whole /64, and IPv4 written as IPv6 is IPv4. */
export function network(address: string): string {
  if (!address.includes(":") || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv4 ? parsed.toString() : parsed.toNormalizedString().split(":").slice(0, 4).join(":");
}
