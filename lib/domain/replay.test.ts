import fc from "fast-check";
import { expect, test } from "vitest";
import { advance, allowance, REPLAY_MOVES, REPLAY_STATUSES } from "./replay";

test("however often it is asked, no more go than the rate allows, with half a second's worth to begin with", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 }), (ratePerSec, waits) => {
    let now = new Date(1_795_000_000_000);
    const start = now.getTime();
    let nextSendAt: Date | null = null;
    let sent = 0;
    for (const wait of waits) {
      now = new Date(now.getTime() + wait);
      const count = allowance({ ratePerSec, nextSendAt, now });
      if (count > 0) nextSendAt = advance({ ratePerSec, nextSendAt, now, sent: count });
      sent += count;
      expect(sent).toBeLessThanOrEqual(((now.getTime() - start) * ratePerSec) / 1_000 + 0.5 * ratePerSec + 1);
    }
  }));
});

test("a rate that is asked often enough is used to the full", () => {
  let nextSendAt: Date | null = null;
  let sent = 0;
  for (let ms = 0; ms < 10_000; ms += 50) {
    const now = new Date(1_795_000_000_000 + ms);
    const count = allowance({ ratePerSec: 7, nextSendAt, now });
    if (count > 0) nextSendAt = advance({ ratePerSec: 7, nextSendAt, now, sent: count });
    sent += count;
  }
  expect(sent).toBeGreaterThanOrEqual(69);
});

test("what has ended cannot be moved any more", () => {
  expect(REPLAY_STATUSES.filter((status) => REPLAY_MOVES[status].length === 0)).toEqual(["cancelled", "done"]);
});
