import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { isForgedByAnotherSite } from "./cross-site";
import { OPERATIONS } from "../openapi/operations";
import { API_VERBS } from "./api-verbs";
import { guardRequest, type FrontSettings } from "./guard-request";
import { TOAST_STYLE_HASH } from "./security-headers";

test("without a proxy the client's own word about its address counts nothing, with n of them the n-th from the end does", () => {
  const from = (proxies: number, forwardedFor?: string | string[], socketAddress = "::ffff:198.51.100.7") => clientAddress({ forwardedFor, socketAddress, proxies });
  expect(from(0, "1.2.3.4")).toBe("198.51.100.7");
  expect(from(1, "1.2.3.4, 5.6.7.8")).toBe("5.6.7.8");
  expect(from(2, ["1.2.3.4", "5.6.7.8:4711, [2001:db8::1]:80"])).toBe("5.6.7.8");
  expect(from(2, "5.6.7.8")).toBe("5.6.7.8");
  expect(from(1)).toBe("198.51.100.7");
  expect(clientAddress({ forwardedFor: undefined, socketAddress: undefined, proxies: 0 })).toBe("unknown");
});

test("what another site's page posts is refused on every page, action and sign-in; what machines call is not touched", () => {
  const judge = (headers: Parameters<typeof isForgedByAnotherSite>[0]["headers"], path = "/settings", method = "POST") =>
    isForgedByAnotherSite({ method, path, headers: { host: "aviso.example", ...headers }, ownOrigin: "https://aviso.example" });
  for (const path of ["/settings", "/", "/api/auth/callback/credentials", "/api/auth/signout"]) {
    expect(judge({ origin: "https://evil.example" }, path), path).toBe(true);
    expect(judge({ origin: "null" }, path), path).toBe(true);
    expect(judge({ origin: "https://aviso.example", "sec-fetch-site": "cross-site" }, path), path).toBe(true);
    expect(judge({ origin: "https://other.aviso.example", "sec-fetch-site": "same-site" }, path), path).toBe(true);
    expect(judge({ origin: "https://aviso.example", "sec-fetch-site": "same-origin" }, path), path).toBe(false);
  }
  expect(judge({ origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" })).toBe(false);
  expect(judge({ origin: "https://evil.example" }, "/settings", "GET")).toBe(false);
  expect(judge({ origin: "https://evil.example" }, "/api/v1/events")).toBe(false);
  for (const path of ["/r/token", "/r/token/"]) expect(judge({ origin: "https://evil.example" }, path), path).toBe(false);
  // What is below a receiver's address is none.
  for (const path of ["/r", "/r/", "/r//", "/r//x", "/r/token/settings", "/r/token//", "/api/v1"]) expect(judge({ origin: "https://evil.example" }, path), path).toBe(true);
});

test("the one style that may come without a nonce is the toasts' own", () => {
  const [, literal] = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(readFileSync("node_modules/sonner/dist/index.mjs", "utf8"))!;
  expect(`sha256-${createHash("sha256").update(JSON.parse(literal!) as string).digest("base64")}`).toBe(TOAST_STYLE_HASH);
});

test("each page has a nonce of its own, https adds HSTS, and neither a host that the client made up nor a method that nobody knows reaches anybody", async () => {
  const seen: Record<string, unknown>[] = [];
  const settings: FrontSettings = { origin: "https://aviso.example", proxies: 0 };
  const server = createServer((request, response) => {
    if (guardRequest(request, response, settings, false)) { seen.push(request.headers); response.end(); }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (path: string, init?: RequestInit) => fetch(base + path, { ...init, headers: { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "evil.example", ...init?.headers } });
  const policies = [await get("/"), await get("/")].map((response) => response.headers.get("content-security-policy")!);
  expect(policies[0]).not.toBe(policies[1]);
  for (const policy of policies) {
    expect(policy).toMatch(/script-src 'nonce-[\w+/]{22}==' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(/script-src[^;]*unsafe/.test(policy)).toBe(false);
  }
  for (const method of ["TRACE", "PROPFIND"]) {
    const [status, allow] = await new Promise<unknown[]>((resolve) => request(`${base}/api/v1/events`, { method }, (answer) => resolve([answer.resume().statusCode, answer.headers.allow])).end());
    expect([method, status, allow]).toEqual([method, 405, "GET, POST, HEAD, OPTIONS"]);
  }
  const api = await get("/api/v1/events");
  // Also what is refused here, before anybody knows what it is.
  for (const answer of [api, await get("/metrics"), await get("/api/nothing"), await get("/settings", { method: "POST", headers: { origin: "https://evil.example" } })]) {
    expect(answer.headers.get("content-security-policy"), answer.url).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  }
  expect(api.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
  expect((await get("/settings", { method: "POST", headers: { origin: "https://evil.example" } })).status).toBe(403);
  expect((await get("/settings", { method: "POST", headers: { origin: "https://aviso.example" } })).status).toBe(200);
  expect(seen.map((headers) => [headers["x-forwarded-for"], headers["x-forwarded-host"]])).toEqual([...Array(4).fill(["127.0.0.1", undefined]), ["127.0.0.1", "aviso.example"]]);
  server.close();
});

test("what Next sends on to ourselves keeps its sender and needs no length; nobody else passes for it", async () => {
  const seen: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    if (guardRequest(request, response, { origin: "https://aviso.example", proxies: 0 }, false)) { seen.push({ ...request.headers }); response.end(); }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${port}`;
  const post = (headers: Record<string, string>, isChunked = true, path = "/products") => new Promise<number | undefined>((resolve) => {
    const asked = request(origin + path, { method: "POST", headers: { "next-action": "7f76", ...headers } }, (answer) => resolve(answer.resume().statusCode)).on("error", () => resolve(undefined));
    if (isChunked) asked.write("[]");
    asked.end();
  });
  expect(await post({ origin }, false)).toBe(200);
  const first = seen[0] as Record<string, string>;
  const forwarded = { origin, "x-forwarded-for": "198.51.100.7", "x-aviso-own": first["x-aviso-own"]! };
  expect(await post(forwarded)).toBe(200);
  // The host that Next sends it to is not the one that the browser asked for; Next compares the origin with this.
  expect(seen[1]).toMatchObject({ "x-forwarded-for": "198.51.100.7", "x-forwarded-host": `127.0.0.1:${port}` });
  expect(await post({ ...forwarded, "x-aviso-own": "a-guess" })).toBe(411);
  expect(await post({ ...forwarded, "x-aviso-own": "a-guess" }, false)).toBe(200);
  expect(seen[2]).toMatchObject({ "x-forwarded-for": "127.0.0.1", "x-aviso-own": first["x-aviso-own"] });
  expect(await post({ ...forwarded, "x-aviso-own": "a-guess", origin: "https://evil.example" })).toBe(403);
  // The built-in receiver shows what it got.
  expect(await post({}, false, "/r/token")).toBe(200);
  expect(seen[3]).not.toHaveProperty("x-aviso-own");
  server.close();
});

test("each address of the API answers to the verbs of its document; another verb, and another address, is a problem that says what there is", async () => {
  const inDocument = Object.groupBy(OPERATIONS, ({ path }) => path);
  expect({ ...API_VERBS, "/api/ready": undefined }).toEqual({ ...Object.fromEntries(Object.entries(inDocument).map(([path, operations]) => [path, operations!.map(({ method }) => method.toUpperCase()).toSorted().join(" ")])), "/api/ready": undefined });
  const server = createServer((request, response) => {
    if (guardRequest(request, response, { origin: "https://aviso.example", proxies: 0 }, false)) response.end("through");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = async (method: string, path: string) => {
    const response = await fetch(base + path, { method });
    const text = await response.text();
    return { status: response.status, allow: response.headers.get("allow"), type: response.headers.get("content-type"), text, id: response.headers.get("x-request-id") };
  };
  for (const [path, operations] of Object.entries(inDocument)) {
    const known = operations!.map(({ method }) => method.toUpperCase());
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) for (const asked of [path.replaceAll(/\{\w+\}/g, "any%20id"), `${path.replaceAll(/\{\w+\}/g, "x")}?limit=1`]) {
      const answer = await call(method, asked);
      if (known.includes(method)) { expect(answer, `${method} ${asked}`).toMatchObject({ status: 200, text: "through" }); continue; }
      expect(answer, `${method} ${asked}`).toMatchObject({ status: 405, type: "application/problem+json" });
      expect(answer.allow!.split(", ").toSorted(), asked).toEqual([...known, ...(known.includes("GET") ? ["HEAD"] : []), "OPTIONS"].toSorted());
      expect(JSON.parse(answer.text)).toMatchObject({ status: 405, code: "method_not_allowed", requestId: answer.id, fix: expect.stringContaining(known[0]!) });
    }
    expect((await call("OPTIONS", path.replaceAll(/\{\w+\}/g, "x"))).text, path).toBe("through");
  }
  for (const path of ["/api", "/api/", "/api/v1", "/api/v2/events", "/api/v1/event", "/api/v1/events/a/b/c", "/api/v1//events", "/api/auth", "/api/v1/constructor", "/api/v1/events/../nothing"]) for (const method of ["GET", "POST", "OPTIONS"]) {
    const answer = await call(method, path);
    expect([answer.status, answer.type], `${method} ${path}`).toEqual([404, "application/problem+json"]);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "not_found", requestId: answer.id, fix: expect.any(String) });
  }
  for (const path of ["/api/auth/session", "/api/ready", "/apis", "/"]) expect((await call("GET", path)).text, path).toBe("through");
  server.close();
});
