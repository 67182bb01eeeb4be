import { setTimeout as wait } from "node:timers/promises";
import { countClaimed, type House } from "./house";
import { type Accepted, type Load, startLoad } from "./load";
import type { Random } from "./random";
import { report } from "./report";
import { settle, type Truth, verify, verifyApi } from "./truth";

export interface Fault {
  /** What was claimed at the moment before: noted, so that what the fault may have doubled is known. */
  note(): Promise<void>;
  load: Load;
  random: Random;
}

interface CaseOptions {
  name: string;
  events: number;
  senders?: number;
  perSec?: number;
  random: Random;
  /** How long until all is delivered, at most, once all is accepted and mended (seconds). */
  withinSec: number;
  /** What goes wrong, while events come in; it ends with everything running again. */
  faults: (fault: Fault) => Promise<void>;
}

/** Plays one case: events under way, a fault, everything mended, and then all that was promised is held against what happened. */
export async function play(house: House, options: CaseOptions): Promise<Truth & { ledger: Accepted[] }> {
  const begun = performance.now();
  let bound = 0;
  const load = startLoad({ urls: house.webUrls, apiKey: house.apiKey, senders: options.senders ?? 16, events: options.events, random: options.random, ...(options.perSec ? { perSec: options.perSec } : {}) });
  const note = async () => void (bound += await countClaimed(house));
  await options.faults({ note, load, random: options.random });
  const mended = performance.now();
  await load.done;
  const accepted = performance.now();
  await settle(house, { withinSec: options.withinSec });
  const settled = performance.now();
  if (process.env.AVISO_CHAOS_TIMES) console.log(options.name, { faults: mended - begun, accepted: accepted - mended, settled: settled - accepted });
  // What was announced a moment ago may still be on its way to the receiver's own record.
  await wait(0);
  const truth = await verify(house, { ledger: load.ledger, inFlight: bound });
  await verifyApi(house, load.ledger);
  const answers = Object.entries(load.answers).map(([answer, n]) => `${n}× ${answer}`).join(", ");
  report(options.name, { ...truth, bound, seconds: Math.round((performance.now() - begun) / 100) / 10, more: answers });
  if (load.answers[500]) throw new Error(`${load.answers[500]} requests were answered with 500.`);
  return { ...truth, ledger: load.ledger };
}

/** Waits until so many events were accepted: the middle of the work, wherever that is on this machine. */
export async function untilAccepted(load: Load, count: number): Promise<void> {
  while (load.ledger.length < count) await wait(5);
}
