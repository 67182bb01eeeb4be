import { hostname } from "node:os";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DnsServer, startDnsServer } from "@/lib/testing/dns-server";
import { createResolve } from "./resolve";

let dns: DnsServer;
beforeAll(async () => { dns = await startDnsServer(); });
beforeEach(() => {
  dns.queries.length = 0;
  dns.answer = (name, type) => (name.startsWith("silent") ? "silent" : name.startsWith("broken") ? "broken" : name === "good.test" ? (type === "A" ? ["192.0.2.7"] : []) : null);
});
afterAll(() => dns.close());
const resolveAsSystem = () => createResolve([], [dns.address]);

test("beside a hundred names whose servers are silent, others are found at once", async () => {
  const resolve = resolveAsSystem();
  const silent = Promise.allSettled(Array.from({ length: 100 }, (_, index) => resolve(`silent${index}.test`)));
  const begun = performance.now();
  expect(await resolve("good.test")).toEqual([{ address: "192.0.2.7", family: 4 }]);
  expect(await resolve("localhost")).toContainEqual({ address: "127.0.0.1", family: 4 });
  expect(performance.now() - begun).toBeLessThan(1_000);
  const results = await silent;
  expect(new Set(results.map((result) => (result.status === "rejected" ? (result.reason as { code: string }).code : "found")))).toEqual(new Set(["AVISO_DNS"]));
});

test("what this machine's /etc/hosts says counts before any name server, and is not asked for", async () => {
  const own = readFileSync("/etc/hosts", "utf8").split("\n").map((line) => line.replace(/#.*/, "").trim().split(/\s+/)).find(([, name]) => name === hostname()) ?? ["127.0.0.1", "localhost"];
  const found = await resolveAsSystem()(own[1]!.toUpperCase());
  expect(found.map(({ address }) => address)).toContain(own[0]);
  expect(dns.queries).toEqual([]);
});

test("a name that no server knows, or that is broken, fails as DNS", async () => {
  for (const name of ["nowhere.test", "broken.test"]) await expect(resolveAsSystem()(name), name).rejects.toMatchObject({ code: "AVISO_DNS" });
});
