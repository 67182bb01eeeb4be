/** Why an attempt did not deliver. There is no status 0: no answer is no status and a kind. */
export const FAILURE_KINDS = [
  "dns",
  "blocked_address",
  "blocked_port",
  "https_only",
  "proxy",
  "connection_refused",
  "connection_reset",
  "tls",
  "timeout_connect",
  "timeout_response",
  "redirect",
  "http_status",
  "protocol",
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Whether an answer's status is what was wrong. One that was cut off by the timeout may have begun with 200. */
export function isStatusAtFault(kind: string): boolean {
  return kind === "http_status" || kind === "redirect";
}

/** The kind behind an error of the HTTP client, by its code. */
export function failureKindOf(code: string | undefined): FailureKind {
  if (!code) return "protocol";
  if (code === "AVISO_BLOCKED_ADDRESS") return "blocked_address";
  if (code === "AVISO_PROXY") return "proxy";
  if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH") return "connection_refused";
  if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET") return "connection_reset";
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") return "timeout_connect";
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT" || code === "AVISO_TIMEOUT") return "timeout_response";
  if (code === "AVISO_DNS" || code === "ENOTFOUND" || code.startsWith("EAI_")) return "dns";
  if (code.startsWith("CERT_") || code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || TLS_CODES.has(code)) return "tls";
  return "protocol";
}

const TLS_CODES = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "EPROTO",
]);
