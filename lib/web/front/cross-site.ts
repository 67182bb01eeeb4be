const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Called by machines: the API by its key (no cookie counts there), the built-in receiver by anybody. Nothing is below the latter. */
export const MACHINE_PATHS = /^\/(api\/v1\/.*|r\/[^/]+\/?)$/;

interface Headers { origin?: string | undefined; host?: string | undefined; "sec-fetch-site"?: string | string[] | undefined }

/** Whether another site's page sent this with a person's cookies: such a request never reaches an action or the sign-in. */
export function isForgedByAnotherSite({ method, path, headers, ownOrigin }: { method: string; path: string; headers: Headers; ownOrigin: string }): boolean {
  if (SAFE_METHODS.has(method) || MACHINE_PATHS.test(path)) return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  // Every browser names the origin of a POST. What names none is no browser, and holds no person's cookies.
  if (headers.origin === undefined) return false;
  if (headers.origin === ownOrigin) return false;
  return !URL.canParse(headers.origin) || new URL(headers.origin).host !== headers.host;
}
