/** What a run is drawn from: the same seed makes the same choices. `AVISO_CHAOS_SEED` sets it. */
export interface Random {
  seed: number;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** So many of them, each once; all where there are no more. */
  some<T>(from: readonly T[], count: number): T[];
}

/** Mulberry32, by Tommy Ettinger (public domain): small, and good enough to choose moments. */
export function createRandom(seed = Number(process.env.AVISO_CHAOS_SEED ?? Date.now() % 1_000_000)): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const some = <T>(from: readonly T[], count: number) => {
    const left = [...from];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(between(0, left.length - 1), 1)[0]!);
  };
  return { seed, next, between, pick: (from) => from[between(0, from.length - 1)]!, some };
}
