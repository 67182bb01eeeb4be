import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import type { FailureKind } from "@/lib/domain/failure";
import type { DnsServer } from "@/lib/testing/dns-server";
import type { Certificates } from "@/lib/testing/certificates";
import type { House, Subscribed } from "./house";

/** What is recorded of a receiver: failures of these kinds alone, with a word of their detail where several are of one kind, and whether something succeeds. */
interface Expected {
  kinds: FailureKind[];
  says?: RegExp;
  succeeds?: boolean;
}

/** A subscription whose receiver misbehaves. */
export interface Bad extends Expected {
  name: string;
  subscription: Subscribed;
}

const EXPECTED: Record<string, Expected> = {
  "refuses connections": { kinds: ["connection_refused"] },
  "resets in the middle of its answer": { kinds: ["connection_reset"] },
  "hangs when one connects": { kinds: ["timeout_connect"] },
  "hangs in the TLS handshake": { kinds: ["timeout_connect"] },
  "answers nothing": { kinds: ["timeout_response"] },
  "hangs in the middle of its answer's head": { kinds: ["timeout_response"] },
  "never ends its answer": { kinds: ["timeout_response"] },
  "drips a byte a second": { kinds: ["timeout_response"] },
  "answers 10 MB": { kinds: [], succeeds: true },
  "answers garbage": { kinds: ["protocol"] },
  "has a certificate that has expired": { kinds: ["tls"], says: /expired/ },
  "has a certificate of its own making": { kinds: ["tls"], says: /self-signed/ },
  "has a certificate for another name": { kinds: ["tls"], says: /does not match/ },
  "has a name that is not found": { kinds: ["dns"], says: /ENOTFOUND/ },
  // Whoever comes while its name is looked up already hears of that look-up's end, which may be before its own.
  "has a name server that is silent": { kinds: ["timeout_connect", "dns"] },
  "has a name server that is broken": { kinds: ["dns"], says: /ESERVFAIL/ },
  "has a name server that is slow": { kinds: [], succeeds: true },
  "has a name that leads inside, now and then": { kinds: ["blocked_address"], succeeds: true },
};
const TLS = /certificate|TLS/;
/** Names whose look-up takes longer than most requests do; there are more of them than threads that look up. */
const SLOW_NAMES = 6;
const TIMEOUT_MS = 3_000;

/** Starts one of each until the test is over, and subscribes them all to everything. */
export async function subscribeBad(house: House, given: { certificates: Certificates | null; dns: DnsServer | null; healthyPort: number }): Promise<Bad[]> {
  const child = fork(path.resolve("chaos/bad-receivers.ts"), { execArgv: ["--import", "tsx"] });
  child.send({ certificates: given.certificates });
  const [ports] = (await once(child, "message")) as [Record<string, number>];
  const full = fork(path.resolve("chaos/full-backlog.ts"), { execArgv: ["--import", "tsx"] });
  const [fullPort] = (await once(full, "message")) as [number];
  full.kill("SIGSTOP");
  ports["hangs when one connects"] = fullPort;
  const fillers = Array.from({ length: 4 }, () => connect(fullPort, "127.0.0.1").on("error", () => undefined));
  // The places in its queue, of which a system may make one more than was asked for; the others are never answered.
  await Promise.race([Promise.all(fillers.slice(0, 2).map((filler) => once(filler, "connect"))), wait(1_000)]);
  const end = () => {
    for (const socket of fillers) socket.destroy();
    for (const one of [child, full]) one.kill("SIGKILL");
  };
  onTestFinished(end);
  // One that is frozen does not hear that nobody is there any more.
  process.once("exit", end);

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
      "has a name server that is slow": `http://slow.test:${given.healthyPort}/slow`,
      "has a name that leads inside, now and then": `http://turning.test:${given.healthyPort}/turning`,
    });
    for (let n = 0; n < SLOW_NAMES; n++) await house.subscribe({ url: `http://slow${n}.test:${given.healthyPort}/slow`, timeoutMs: TIMEOUT_MS });
  }
  const bad: Bad[] = [];
  for (const [name, url] of Object.entries(urls)) {
    const { kinds, ...expected } = EXPECTED[name]!;
    // What succeeds late is given the time that it needs on a busy machine.
    bad.push({ name, kinds, ...expected, subscription: await house.subscribe({ url, timeoutMs: kinds.length > 0 ? TIMEOUT_MS : 15_000 }) });
  }
  return bad;
}

/** Each of them was tried, and what is recorded of it says what it did. */
export async function verifyBad(house: House, bad: Bad[]): Promise<void> {
  const rows = await house.query<{ id: string; kind: FailureKind | null; detail: string | null }>("SELECT DISTINCT subscription_id::text AS id, failure_kind AS kind, failure_detail AS detail FROM attempts");
  for (const { name, kinds, says, succeeds = false, subscription } of bad) {
    const found = rows.filter((row) => row.id === subscription.id);
    const failed = found.filter((row) => row.kind !== null);
    expect(failed.filter(({ kind }) => !kinds.includes(kind!)), name).toEqual([]);
    expect(failed.length > 0, `${name}: something failed`).toBe(kinds.length > 0);
    expect(failed.filter(({ detail }) => says && !says.test(detail ?? "")), name).toEqual([]);
    expect(found.some((row) => row.kind === null), `${name}: something succeeded`).toBe(succeeds);
  }
}
