/** The values of delivery, in one place. Times are milliseconds. */
export const DELIVERY_LIMITS = {
  /** From the start of an attempt to the last byte of its answer, at most. Always shorter than a lease. */
  maxTimeoutMs: 30_000,
  /** Bytes of an answer's body that are kept. */
  keptResponseBytes: 65_536,
  /** Bytes of an answer's body that are read, if only to be counted. */
  readResponseBytes: 1_048_576,
  /** How long a claim holds without a sign of life, unless the operator says otherwise. Longer than any request may take. */
  leaseSec: 60,
} as const;

const OWN_HEADERS = new Set(["host", "content-length", "content-type", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect", "user-agent"]);

/** Whether a header belongs to Aviso or to HTTP itself, so that a subscription's own headers may not set it. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return OWN_HEADERS.has(lower) || lower.startsWith("webhook-") || lower.startsWith("proxy-");
}

// Ports where an HTTP request would be read as another protocol's commands: WHATWG Fetch's "bad ports".
const REFUSED_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119,
  123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
  993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Whether deliveries may never go to a port. @param port as in a URL; empty for the scheme's own */
export function isPortRefused(port: string): boolean {
  return port !== "" && (Number(port) === 0 || REFUSED_PORTS.has(Number(port)));
}
