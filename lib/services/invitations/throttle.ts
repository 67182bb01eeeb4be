import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { network } from "@/lib/services/network";
import { countTry, giveBack } from "@/lib/services/people/throttle";

/** How often an address may try to use an invitation, in 15 minutes; who joins has the try back. */
export const MOST_TRIES = 30;

/** Counts a try to join, and gives it back when it went well. @throws AppError `limit_exceeded` */
export async function countJoin<Result extends { outcome: string }>(db: Db, address: string, join: () => Promise<Result>): Promise<Result> {
  const counters = [{ kind: "invitation", key: network(address), most: MOST_TRIES }];
  const throttled = await countTry(db, counters);
  if (throttled) throw new AppError("limit_exceeded", "Too many tries to use an invitation came from this address.", { fix: "Wait 15 minutes, then open the link again.", ...throttled });
  const result = await join();
  if (result.outcome === "joined") await giveBack(db, counters);
  return result;
}
