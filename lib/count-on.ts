import type { BackTest, BackTestInput } from "@/lib/services/subscriptions/back-test";

export type RunBackTest = (input: BackTestInput) => Promise<BackTest | null>;

/** Each tries what a second lets; what is left then stays untried, and that is said. */
const MOST_ROUNDS = 15;

/**
 * Back-tests a selection, newest events first, until all were tried.
 * @param options.from the sum of an earlier call, whose untried events are tried now
 * @param tell gets the sum so far after each round, null when it failed; answers whether to go on
 */
export async function countOn(run: RunBackTest, asked: BackTestInput, tell: (sum: BackTest | null, isGoingOn: boolean) => boolean, { from, mostRounds = MOST_ROUNDS }: { from?: BackTest | undefined; mostRounds?: number } = {}): Promise<void> {
  let sum = from;
  let before = from?.next ?? undefined;
  for (let round = 1; ; round++) {
    const answer = await run({ ...asked, before }).catch(() => null);
    if (!answer) return void tell(null, false);
    sum = sum ? together(sum, answer) : answer;
    before = answer.next ?? undefined;
    const isGoingOn = before !== undefined && round < mostRounds;
    if (!tell(sum, isGoingOn) || !isGoingOn) return;
  }
}

/** What newer events gave, with what the older ones gave. */
function together(newer: BackTest, older: BackTest): BackTest {
  const tried = newer.tried + older.tried;
  return {
    ...newer, tried, matched: newer.matched + older.matched, next: older.next,
    selected: older.next ? Math.max(newer.selected, tried) : tried,
    examples: [...newer.examples, ...older.examples].slice(0, 8),
    refused: [...newer.refused, ...older.refused].slice(0, 4),
  };
}
