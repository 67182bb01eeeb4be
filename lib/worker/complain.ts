import { databaseFailure } from "@/lib/db/failure";
import { log } from "@/lib/log";

const QUIET_MS = 10_000;

/**
 * Tells the log what went wrong. While the database is away the same things fail several times a second: each is told once
 * in ten seconds, with how often it happened since. What failed for another reason is always told.
 */
export function createComplainer({ tell = log.error, now = () => performance.now() }: { tell?: typeof log.error; now?: () => number } = {}): (error: unknown, doing: string) => void {
  const told = new Map<string, { at: number; more: number }>();
  return (error, doing) => {
    const last = told.get(doing);
    if (databaseFailure(error) === "away" && last && now() - last.at < QUIET_MS) {
      last.more += 1;
      return;
    }
    tell(`could not ${doing}`, last?.more ? { timesSince: last.more } : {}, error);
    told.set(doing, { at: now(), more: 0 });
  };
}
