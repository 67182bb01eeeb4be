import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the log-in page of the provider can be told to do wrong. */
type Fault = "nonce" | "state" | "audience" | "expired" | "issuer" | "signature" | "unsigned" | "userinfoOnly" | "otherUserinfo";
interface Grant { asked: URLSearchParams; told: URLSearchParams }

export interface OidcProvider { issuer: string; clientId: string; clientSecret: string; close(): Promise<void> }

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const base64 = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/**
 * A real OpenID Connect provider on loopback: discovery, a log-in page on which one may be anybody, code flow with PKCE, keys,
 * userinfo. POST /power with `on=0` makes it answer 503 until `on=1`.
 */
export async function startOidcProvider(): Promise<OidcProvider> {
  const grants = new Map<string, Grant>();
  const bearers = new Map<string, Grant>();
  const provider: OidcProvider = { issuer: "", clientId: "aviso", clientSecret: randomBytes(16).toString("hex"), close: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }) };
  let isOn = true;
  const routes: Record<string, (request: IncomingMessage, response: ServerResponse, query: URLSearchParams, form: URLSearchParams) => void> = {
    "POST /power": (_request, response, _query, form) => { isOn = form.get("on") !== "0"; response.end(); },
    "GET /.well-known/openid-configuration": (_request, response) => json(response, {
      issuer: provider.issuer, authorization_endpoint: `${provider.issuer}/authorize`, token_endpoint: `${provider.issuer}/token`, jwks_uri: `${provider.issuer}/jwks`, userinfo_endpoint: `${provider.issuer}/userinfo`,
      response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"], code_challenge_methods_supported: ["S256"],
    }),
    "GET /favicon.ico": (_request, response) => void response.writeHead(204).end(),
    "GET /jwks": (_request, response) => json(response, { keys: [{ ...publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "1" }] }),
    "GET /authorize": (_request, response, query) => {
      const isAsked = query.get("client_id") === provider.clientId && query.get("response_type") === "code" && query.get("code_challenge_method") === "S256" && ["code_challenge", "state", "nonce", "redirect_uri"].every((name) => query.get(name)) && query.get("scope")!.includes("openid");
      response.writeHead(isAsked ? 200 : 400, { "content-type": "text/html; charset=utf-8" }).end(isAsked ? LOG_IN_PAGE : "Not asked as it should be.");
    },
    "POST /authorize": (_request, response, asked, told) => {
      const code = randomBytes(16).toString("hex");
      grants.set(code, { asked, told });
      const state = told.get("fault") === "state" ? "another" : asked.get("state")!;
      const answer = new URLSearchParams(told.get("action") === "deny" ? { error: "access_denied", state } : { code, state });
      response.writeHead(303, { location: `${asked.get("redirect_uri")}?${answer}` }).end();
    },
    "POST /token": (request, response, _query, form) => {
      const code = form.get("code") ?? "";
      const grant = grants.get(code);
      grants.delete(code);
      const isClient = request.headers.authorization === `Basic ${Buffer.from(`${provider.clientId}:${provider.clientSecret}`).toString("base64")}`;
      const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
      if (!isClient || !grant || grant.asked.get("redirect_uri") !== form.get("redirect_uri") || grant.asked.get("code_challenge") !== challenge) return json(response, { error: "invalid_grant" }, 400);
      const bearer = randomBytes(16).toString("hex");
      bearers.set(bearer, grant);
      json(response, { access_token: bearer, token_type: "Bearer", expires_in: 60, id_token: idToken(grant) });
    },
    "GET /userinfo": (request, response) => {
      const grant = bearers.get(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
      if (!grant) return json(response, { error: "invalid_token" }, 401);
      json(response, { ...claimsOf(grant), ...(grant.told.get("fault") === "otherUserinfo" ? { sub: "another" } : {}) });
    },
  };

  function idToken(grant: Grant): string {
    const fault = grant.told.get("fault") as Fault | "";
    const now = Math.floor(Date.now() / 1000);
    const { sub, ...person } = claimsOf(grant);
    const claims = {
      iss: fault === "issuer" ? "https://another.example" : provider.issuer, aud: fault === "audience" ? "another" : provider.clientId, sub,
      iat: fault === "expired" ? now - 7_200 : now, exp: fault === "expired" ? now - 3_600 : now + 60, nonce: fault === "nonce" ? "another" : grant.asked.get("nonce"),
      ...(fault === "userinfoOnly" || fault === "otherUserinfo" ? {} : person),
    };
    if (fault === "unsigned") return `${base64({ alg: "none" })}.${base64(claims)}.`;
    const signed = `${base64({ alg: "RS256", kid: "1" })}.${base64(claims)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), fault === "signature" ? stranger : privateKey).toString("base64url")}`;
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://provider");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
      const route = routes[`${request.method} ${pathname}`];
      if (!route || (!isOn && pathname !== "/power")) return void response.writeHead(route ? 503 : 404).end();
      route(request, response, searchParams, new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
}

function claimsOf({ told }: Grant) {
  return { sub: told.get("sub"), email: told.get("email"), email_verified: told.get("verified") === "on", name: told.get("name") };
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const LOG_IN_PAGE = `<!doctype html><html lang="en"><title>Provider</title><h1>Who are you today?</h1><form method="post">
<label>Subject <input name="sub"></label> <label>E-mail <input name="email"></label> <label>Name <input name="name"></label>
<label>Verified <input type="checkbox" name="verified" checked></label> <input type="hidden" name="fault">
<button name="action" value="allow">Allow</button> <button name="action" value="deny">Deny</button></form></html>`;
