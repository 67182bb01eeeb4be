const { AVISO_FUZZ_RUNS, AVISO_FUZZ_SEED } = process.env;

/** How many inputs `npm run fuzz` asks for in all of a file; null in the suite, which throws few. */
export const ASKED_RUNS = AVISO_FUZZ_RUNS ? Number(AVISO_FUZZ_RUNS) : null;

const seed = AVISO_FUZZ_SEED ? Number(AVISO_FUZZ_SEED) : ASKED_RUNS ? Date.now() & 0x7fff_ffff : 20_261_125;
if (ASKED_RUNS) console.info(`Again with the same inputs: AVISO_FUZZ_SEED=${seed}`);

/** The suite throws the same inputs each time, so that it fails only for what changed; `npm run fuzz` throws new ones. */
// Told as it is found: to make smaller what failed among many at once, or by chance, takes longer than anybody waits.
export const SEED = ASKED_RUNS ? { seed, endOnFailure: true } : { seed };
