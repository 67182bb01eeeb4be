import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { isForgedByAnotherSite } from "./cross-site";
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
  expect(judge({ origin: "https://evil.example" }, "/r/token")).toBe(false);
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
    expect([method, status, allow]).toEqual([method, 405, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
  }
  const api = await get("/api/v1/events");
  expect(api.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  expect(api.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
  expect((await get("/settings", { method: "POST", headers: { origin: "https://evil.example" } })).status).toBe(403);
  expect((await get("/settings", { method: "POST", headers: { origin: "https://aviso.example" } })).status).toBe(200);
  expect(seen.map((headers) => [headers["x-forwarded-for"], headers["x-forwarded-host"]])).toEqual([...Array(3).fill(["127.0.0.1", undefined]), ["127.0.0.1", "aviso.example"]]);
  server.close();
});
