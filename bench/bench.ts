/** A figure beside the machine's own limit for the same thing. */
export interface Result {
  what: string;
  raw?: number;
  rate: number;
  /** Where it is not simply rate / raw: the middle of pairs measured one after the other. */
  ratio?: number;
  /** What was set out for it, where something was. */
  target?: { ratio: number } | { rate: number } | { atMost: number };
}

/** The middle one; of an even number the upper of the two. */
export function medianOf(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

/** A line about how far a measurement is. */
export function sayProgress(text: string): void {
  process.stdout.write(`  ${text}\n`);
}

/** Prints results with their targets. */
export function showResults(results: Result[]): void {
  const figure = (n: number | undefined) => (n === undefined ? "–" : n < 10 ? n.toFixed(3) : Math.round(n));
  const rows = results.map(({ what, raw, rate, ratio = raw && rate / raw, target }) => {
    const [goal, isMet] = !target ? ["–", null] : "ratio" in target ? [`ratio ≥ ${target.ratio}`, ratio! >= target.ratio] : "rate" in target ? [`≥ ${target.rate}/s`, rate >= target.rate] : [`≤ ${target.atMost}`, rate <= target.atMost];
    return { measured: what, "raw limit": figure(raw), "Aviso": figure(rate), ratio: ratio ? ratio.toFixed(2) : "–", target: goal, met: isMet === null ? "–" : isMet ? "yes" : "no" };
  });
  console.table(rows);
}
