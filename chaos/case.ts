import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { countClaimed, type House, type Subscribed } from "./house";
import { type Accepted, type Load, startLoad } from "./load";
import type { Random } from "./random";
import { report } from "./report";
import { verifyScreens } from "./screens";
import { settle, type Truth, verify } from "./truth";

export interface Fault {
  /** Notes what is claimed at a fault, which it may double, with the workers held still, so that they claim nothing in between. */
  note(fault?: () => Promise<unknown>): Promise<void>;
  load: Load;
  random: Random;
}

interface CaseOptions {
  name: string;
  /** In all; without it, until the faults are over. */
  events?: number;
  senders?: number;
  perSec?: number;
  random: Random;
  /** How long until all is delivered, at most, once all is accepted and mended (seconds). */
  withinSec: number;
  /** Whether clocks can be relied on: times are compared then. */
  hasClocks?: boolean;
  /** Of these subscriptions; all by default. */
  of?: Subscribed[];
  /** What goes wrong, while events come in; it ends with everything running again. */
  faults: (fault: Fault) => Promise<void>;
}

/** Plays one case: events under way, a fault, everything mended, and then all that was promised is held against what happened. */
export async function play(house: House, options: CaseOptions): Promise<Truth & { ledger: Accepted[] }> {
  const begun = performance.now();
  let bound = 0;
  const load = startLoad({ urls: house.webUrls, apiKey: house.apiKey, senders: options.senders ?? 16, random: options.random, ...(options.events ? { events: options.events } : {}), ...(options.perSec ? { perSec: options.perSec } : {}) });
  const note = (fault: () => Promise<unknown> = async () => undefined) => holdStill(house, async () => {
    bound += await countClaimed(house);
    await fault();
  });
  onTestFinished(() => load.abandon());
  await options.faults({ note, load, random: options.random });
  await (options.events ? load.done : load.stop());
  const accepted = performance.now();
  await settle(house, { withinSec: options.withinSec, ...(options.of ? { of: options.of } : {}) });
  const settledAt = performance.now();
  const truth = await verify(house, { ledger: load.ledger, inFlight: bound, hasClocks: options.hasClocks ?? true, ...(options.of ? { of: options.of } : {}) });
  await verifyScreens(house, { ledger: load.ledger, random: options.random, ...(options.of ? { of: options.of } : {}) });
  const answers = Object.entries(load.answers).map(([answer, n]) => `${n}× ${answer}`).join(", ");
  const inSeconds = (ms: number) => Math.round(ms / 100) / 10;
  report(options.name, { ...truth, bound, seconds: inSeconds(performance.now() - begun), settled: inSeconds(settledAt - accepted), more: answers });
  if (load.answers[500]) throw new Error(`${load.answers[500]} requests were answered with 500.`);
  return { ...truth, ledger: load.ledger };
}

/** Does something while the workers stand still, the claims that they had asked for being through. */
async function holdStill(house: House, work: () => Promise<void>): Promise<void> {
  // One that is frozen already stays so.
  const workers = house.workers.filter((worker) => worker.isRunning() && !worker.isFrozen());
  await Promise.all(workers.map((worker) => worker.signal("SIGSTOP")));
  try {
    const isClaiming = async () => (await house.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%aviso_lease(%'")).length > 0;
    while (await isClaiming()) await wait(5);
    await work();
  } finally {
    await Promise.all(workers.filter((worker) => worker.isRunning()).map((worker) => worker.signal("SIGCONT")));
  }
}

/** Waits until so many events were accepted: the middle of the work, wherever that is on this machine. */
export async function untilAccepted(load: Load, count: number): Promise<void> {
  while (load.ledger.length < count) await wait(5);
}
