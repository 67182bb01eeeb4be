/**
 * The network address of whoever sent a request. Each proxy adds at the end of x-forwarded-for whom it heard from, so with
 * n proxies of our own the n-th entry from the end is the last one that is not the client's own word.
 * @param proxies how many stand before Aviso (AVISO_PROXIES)
 */
export function clientAddress({ forwardedFor, socketAddress, proxies }: { forwardedFor: string | string[] | undefined; socketAddress: string | undefined; proxies: number }): string {
  const nearest = plain(socketAddress ?? "");
  if (proxies === 0) return nearest || "unknown";
  const entries = [forwardedFor ?? []].flat().join(",").split(",").map((entry) => plain(entry.trim())).filter(Boolean);
  // Fewer entries than proxies: somebody came past one of them. The farthest that one of ours wrote serves.
  return entries.at(-Math.min(proxies, entries.length)) ?? (nearest || "unknown");
}

// The same client must not count twice for writing its IPv4 address as IPv6, or with a port.
function plain(address: string): string {
  return address.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1").replace(/^::ffff:(?=\d+\.)/i, "").slice(0, 100);
}

/** The address that `guardRequest` left in a request's headers. */
export function addressOf(headers: { get(name: string): string | null }): string {
  return headers.get("x-forwarded-for")?.trim() || "unknown";
}
