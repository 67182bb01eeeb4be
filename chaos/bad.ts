import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { expect } from "vitest";
import type { DnsServer } from "@/lib/testing/dns-server";
import type { Certificates } from "@/lib/testing/certificates";
import type { House, Subscribed } from "./house";

/** A subscription whose receiver misbehaves, and the kinds of failure that may be recorded of it; none where it is a success. */
export interface Bad {
  name: string;
  subscription: Subscribed;
  kinds: string[];
}

const KINDS: Record<string, string[]> = {
  "refuses connections": ["connection_refused"],
  "resets in the middle of its answer": ["connection_reset"],
  "hangs when one connects": ["timeout_connect", "timeout_response"],
  "answers nothing": ["timeout_response"],
  "never ends its answer": ["timeout_response"],
  "drips a byte a second": ["timeout_response"],
  "answers 10 MB": [],
  "answers garbage": ["protocol", "connection_reset"],
  "has a certificate that has expired": ["tls"],
  "has a certificate of its own making": ["tls"],
  "has a certificate for another name": ["tls"],
  "has a name that is not found": ["dns"],
  "has a name server that is silent": ["dns", "timeout_connect"],
  "has a name server that is broken": ["dns"],
  "has a name that leads inside, now and then": ["blocked_address"],
};
const TLS = /certificate/;
/** Names whose look-up takes longer than most requests do; there are more of them than threads that look up. */
const SLOW_NAMES = 6;
const TIMEOUT_MS = 3_000;

/** Starts one of each, and subscribes them all to everything. */
export async function subscribeBad(house: House, given: { certificates: Certificates | null; dns: DnsServer | null; healthyPort: number }): Promise<{ bad: Bad[]; stop(): void }> {
  const child = fork(path.resolve("chaos/bad-receivers.ts"), { execArgv: ["--import", "tsx"] });
  child.send({ certificates: given.certificates });
  const [ports] = (await once(child, "message")) as [Record<string, number>];
  const full = fork(path.resolve("chaos/full-backlog.ts"), { execArgv: ["--import", "tsx"] });
  const [fullPort] = (await once(full, "message")) as [number];
  full.kill("SIGSTOP");
  ports["hangs when one connects"] = fullPort;
  const fillers = Array.from({ length: 4 }, () => connect(fullPort, "127.0.0.1").on("error", () => undefined));
  process.once("exit", () => [child, full].forEach((one) => one.kill("SIGKILL")));

  const urls: Record<string, string> = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `${TLS.test(name) ? "https" : "http"}://127.0.0.1:${port}/`]));
  if (given.dns) {
    let asked = 0;
    given.dns.answer = (name, type) => {
      if (name === "silent.test") return "silent";
      if (name === "broken.test") return "broken";
      if (type === "AAAA") return name === "nowhere.test" ? null : [];
      if (name === "turning.test") return [asked++ % 2 === 0 ? "127.0.0.1" : "10.1.2.3"];
      return name === "healthy.test" || name.startsWith("slow") ? ["127.0.0.1"] : null;
    };
    given.dns.delayMs = (name) => (name.startsWith("slow") ? 1_500 : 0);
    await house.behave("/turning", { closes: true });
    await house.behave("/slow", { closes: true });
    Object.assign(urls, {
      "has a name that is not found": "http://nowhere.test/", "has a name server that is silent": "http://silent.test/", "has a name server that is broken": "http://broken.test/",
      "has a name that leads inside, now and then": `http://turning.test:${given.healthyPort}/turning`,
    });
    for (let n = 0; n < SLOW_NAMES; n++) await house.subscribe({ url: `http://slow${n}.test:${given.healthyPort}/slow`, timeoutMs: TIMEOUT_MS });
  }
  const bad: Bad[] = [];
  for (const [name, url] of Object.entries(urls)) bad.push({ name, kinds: KINDS[name]!, subscription: await house.subscribe({ url, timeoutMs: TIMEOUT_MS }) });
  return {
    bad,
    stop() {
      for (const socket of fillers) socket.destroy();
      full.kill("SIGKILL");
      child.disconnect();
    },
  };
}

/** Each of them was tried, and what is recorded of it says what it did. */
export async function verifyBad(house: House, bad: Bad[]): Promise<void> {
  const rows = await house.query<{ id: string; kind: string | null; n: number }>("SELECT subscription_id::text AS id, failure_kind AS kind, count(*)::int AS n FROM attempts GROUP BY 1, 2");
  for (const { name, kinds, subscription } of bad) {
    const found = rows.filter((row) => row.id === subscription.id);
    expect(found.length, `${name}: no attempt`).toBeGreaterThan(0);
    const failed = found.map((row) => row.kind).filter((kind) => kind !== null);
    expect(failed.filter((kind) => !kinds.includes(kind)), name).toEqual([]);
    if (kinds.length > 0) expect(failed.length, `${name}: nothing failed`).toBeGreaterThan(0);
    else expect(found.some((row) => row.kind === null), `${name}: nothing succeeded`).toBe(true);
  }
}
