import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { network } from "@/lib/services/network";
import { holdPageBody } from "../body-budget";
import { asAppError, problemOf } from "../problem";
import { methodsOf } from "./api-verbs";
import { clientAddress } from "./client-address";
import { isForgedByAnotherSite, MACHINE_PATHS } from "./cross-site";
import { hurryPageBody, letGoOfAnswered } from "./slow-senders";
import { commonHeaders, contentSecurityPolicy } from "./security-headers";

// Files, and what machines call: no page of ours, so no scripts to give a nonce to.
const PAGELESS = /^\/((_next\/static|api|r)\/|metrics$)/;
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox";

// What machines call counts what it reads. What else takes a body (sign-in, actions) reads all of it into memory, before
// anybody knows who sends it: actions take 1 MB.
const MAX_PAGE_BODY_BYTES = 2 * 1024 * 1024;
const SIGN_IN = /^\/api\/auth\//;
// Of this size as many as there may be connections fit into memory: they need no room, and nobody can take it from them.
const SMALL_BODY_BYTES = 16 * 1024;
// What a shared cache must not keep. Next says so for pages by itself.
const PRIVATE_ANSWERS = /^\/(api|r)\//;

// Next answers a wrong path or verb of the API with a page, or with nothing at all.
const IS_API = /^\/api(\/|$)/;
// Next answers to others as it likes, to TRACE with a 500.
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

// An action that had to wait while somebody left its page is sent by Next to the page that has it, in a request to ourselves: with
// what it came with, but without its length. Its headers were judged when it came, and carry this, which nobody else knows.
const OWN_MARK = "x-aviso-own";
const mark = randomBytes(16).toString("base64url");

export interface FrontSettings { origin: string; proxies: number }

/**
 * What stands before everything: security headers, whose address it is, and no request that another site forged.
 * @returns false when it has answered already
 */
export function guardRequest(request: IncomingMessage, response: ServerResponse, settings: FrontSettings, isDev: boolean): boolean {
  const { headers, method = "GET", url = "/" } = request;
  const isHttps = settings.origin.startsWith("https:");
  const isOwn = headers[OWN_MARK] === mark;
  delete headers[OWN_MARK];
  // From here on the header holds one address, which can be believed.
  if (!isOwn) headers["x-forwarded-for"] = clientAddress({ forwardedFor: headers["x-forwarded-for"], socketAddress: request.socket.remoteAddress, proxies: settings.proxies });
  for (const [name, value] of Object.entries(commonHeaders({ isHttps }))) response.setHeader(name, value);
  response.setHeader("content-security-policy", NO_PAGE);
  const path = pathOf(url);
  if (path === null) return refuse(request, response, { status: 400, title: "Malformed request", code: "malformed", detail: "This is no path.", fix: "Send the path with its special characters percent-encoded." });
  const methods = IS_API.test(path) ? methodsOf(path) : METHODS;
  if (methods === null) return refuse(request, response, { status: 404, title: "Not found", code: "not_found", detail: "The API has no such address.", fix: "GET /api/v1/openapi.json names all that it has." });
  if (!methods.includes(method)) {
    response.setHeader("allow", methods.join(", "));
    return refuse(request, response, { status: 405, title: "Method not allowed", code: "method_not_allowed", detail: `This address does not answer to ${method}.`, fix: `Send one of ${methods.join(", ")}.` });
  }
  if (!isOwn && isForgedByAnotherSite({ method, path, headers, ownOrigin: settings.origin })) {
    return refuse(request, response, { status: 403, title: "Not allowed", code: "forbidden", detail: "Another site sent this request.", fix: "Do it on Aviso's own pages; programs use the API under /api/v1 with a key." });
  }
  if (PRIVATE_ANSWERS.test(path)) response.setHeader("cache-control", "no-store");
  if (!isOwn && !MACHINE_PATHS.test(path)) {
    if (headers["transfer-encoding"] !== undefined) return refuse(request, response, { status: 411, title: "Length required", code: "too_large", detail: "It is not said how long the body is.", fix: "Send content-length." });
    const length = Number(headers["content-length"] ?? 0);
    const most = SIGN_IN.test(path) ? SMALL_BODY_BYTES : MAX_PAGE_BODY_BYTES;
    if (length > most) return refuse(request, response, { status: 413, title: "Too large", code: "too_large", detail: `The body is over ${most} bytes.`, fix: "Send less." });
    if (length > SMALL_BODY_BYTES && !holdRoom(request, response, length)) return false;
    if (length > 0) hurryPageBody(request, response);
  }
  letGoOfAnswered(request, response);
  // A proxy may have renamed the host; Next compares it with the origin, which was judged above.
  if (headers.origin && (isOwn || headers.origin === settings.origin)) headers["x-forwarded-host"] = new URL(headers.origin).host;
  else delete headers["x-forwarded-host"];
  if (!PAGELESS.test(path)) {
    const policy = contentSecurityPolicy({ nonce: randomBytes(16).toString("base64"), isHttps, isDev });
    headers["content-security-policy"] = policy;
    if (headers["next-action"] !== undefined) headers[OWN_MARK] = mark;
    response.setHeader("content-security-policy", policy);
  }
  return true;
}

/** Keeps room for a body until the request is over. @returns false when there is none, which is answered */
function holdRoom(request: IncomingMessage, response: ServerResponse, length: number): boolean {
  try {
    response.once("close", holdPageBody(network(String(request.headers["x-forwarded-for"])), length));
    return true;
  } catch (error) {
    const problem = asAppError(error);
    if (!problem) throw error;
    response.setHeader("retry-after", "5");
    return refuse(request, response, { ...problemOf(problem), fix: problem.fix ?? "" });
  }
}

// Nothing that reading could change: most requests, and all that bring events.
const PLAIN_PATH = /^(?:\/[\w-]+)+(?=$|\?)/;

/** The path as Next will read it, so that "/r/../settings" is judged as what it is. Null for what is none. */
function pathOf(url: string): string | null {
  const plain = PLAIN_PATH.exec(url);
  if (plain) return plain[0];
  return url.startsWith("/") && URL.canParse(`http://aviso${url}`) ? new URL(`http://aviso${url}`).pathname : null;
}

/** Answers in place of everything behind, and hangs up: nobody reads the rest of what is being sent. @returns false */
function refuse(request: IncomingMessage, response: ServerResponse, problem: { status: number; title: string; code: string; detail: string; fix: string }): false {
  const requestId = randomUUID();
  request.resume();
  response.writeHead(problem.status, { "content-type": "application/problem+json", "x-request-id": requestId, connection: "close" });
  response.end(JSON.stringify({ type: "about:blank", ...problem, requestId }));
  return false;
}
