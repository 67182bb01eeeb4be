import type { Ctx } from "@/lib/services/context";

/** What every measurement is given. */
export interface Bench {
  url: string;
  ctx: Ctx;
  /** Makes a subscription to all events. @returns its UUID */
  subscribe(target: string): Promise<string>;
  /** Ends it, and forgets what was queued for it. */
  unsubscribe(subscriptionId: string): Promise<void>;
}

/** A rate beside the machine's own limit for the same thing, per second. */
export interface Result {
  what: string;
  raw?: number;
  rate: number;
  /** Where it is not simply rate / raw: the middle of pairs measured one after the other. */
  ratio?: number;
  /** What was set out for it, where something was. */
  target?: { ratio: number } | { rate: number } | { atMost: number };
}

const RUNS = 3;

/** The middle of three runs, after one that only warms up; a single run says more about the machine's mood. @returns per second */
export async function rateOf(count: number, run: () => Promise<void>): Promise<number> {
  await run();
  const rates: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const startedAt = performance.now();
    await run();
    rates.push(count / ((performance.now() - startedAt) / 1_000));
  }
  return medianOf(rates);
}

/** The middle one; of an even number the upper of the two. */
export function medianOf(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

/** The first sample of an approved purchase, as platforms send it. */
export const SAMPLE = JSON.stringify({
  product: { id: 5140377, name: "Fotografia com Celular" },
  buyer: { name: "Camila Duarte", email: "camila.duarte@example.com" },
  purchase: { transaction: "HP1902837465", status: "APPROVED", price: { value: 297, currency_value: "BRL" }, payment: { type: "CREDIT_CARD", installments_number: 1 } },
});
