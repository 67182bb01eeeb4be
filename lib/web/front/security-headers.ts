/** SHA-256 of the one style sheet that the toasts' library puts into the page by itself; a test compares it with the library. */
export const TOAST_STYLE_HASH = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";

// It is put in empty, then filled: the browser asks for the hash of nothing as well.
const EMPTY_STYLE_HASH = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/** The Content-Security-Policy of a page. Next gives the nonce to every script of its own that it finds here. */
export function contentSecurityPolicy({ nonce, isHttps, isDev }: { nonce: string; isHttps: boolean; isDev: boolean }): string {
  return [
    "default-src 'self'",
    // strict-dynamic: only scripts with the nonce, and what they load. React's development build evaluates source maps.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' '${TOAST_STYLE_HASH}' '${EMPTY_STYLE_HASH}'`,
    // Bars and the parts of an attempt have their size in a style attribute, which can neither run nor load anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** What every answer carries, whatever it is. */
export function commonHeaders({ isHttps }: { isHttps: boolean }): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // An invitation's address is a secret: it goes to no other site.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(isHttps ? { "strict-transport-security": "max-age=63072000" } : {}),
  };
}
