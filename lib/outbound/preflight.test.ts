import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { preflight } from "./preflight";

let origin: string;
const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.method} ${request.url}`);
  const status = Number(request.url?.slice(1)) || 200;
  response.writeHead(status, status === 302 ? { location: "https://elsewhere.example/hook" } : {}).end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const local = { allowedRanges: ["127.0.0.0/8", "::1/128"], allowHttp: true, ownOrigin: "http://aviso.test" };
const strict = { allowedRanges: [], allowHttp: false, ownOrigin: "http://aviso.test" };
const look = async (url: string, policy = local) => (await preflight(url, policy, new Date())).map(({ name, state, code }) => `${name} ${state} ${code}`);

test("a sound address answers, and is asked with nothing but a HEAD", async () => {
  expect(await look(`${origin}/204`)).toEqual(["address ok http", "answer ok answered"]);
  expect(await look(`${origin}/405`)).toEqual(["address ok http", "answer ok answered_other"]);
  expect(await look(`${origin}/503`)).toEqual(["address ok http", "answer warning server_error"]);
  expect(new Set(seen.map((line) => line.split(" ")[0]))).toEqual(new Set(["HEAD"]));
});

test("a redirect is a failure that names where it leads", async () => {
  const checks = await preflight(`${origin}/302`, local, new Date());
  expect(checks.at(-1)).toMatchObject({ state: "failed", code: "redirect", values: { location: "https://elsewhere.example/hook" } });
});

test("what may not be reached is refused before a connection is made", async () => {
  const before = seen.length;
  expect(await look(origin, strict)).toEqual(["address failed https_only"]);
  expect(await look("https://10.0.0.1/hook", strict)).toEqual(["address failed blocked_address"]);
  expect(await look("https://crm.example.com:22/hook", strict)).toEqual(["address failed blocked_port"]);
  expect(await look("https://localhost/hook", strict)).toEqual(["address failed blocked_address"]);
  expect(seen.length).toBe(before);
});

test("a name that does not exist, a closed port and an address without encryption each say so", async () => {
  expect(await look("https://nothing.invalid/hook")).toEqual(["address ok https", "dns failed not_found"]);
  expect(await look("http://127.0.0.1:1234/hook")).toEqual(["address ok http", "answer failed connection_refused"]);
  expect((await look(origin.replace("http:", "https:"))).at(-1)).toBe("answer failed tls");
});

test("Aviso's own receiver needs no look", async () => {
  expect(await look("http://aviso.test/r/abc")).toEqual(["address ok own_receiver"]);
});
