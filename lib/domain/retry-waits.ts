import { scheduledWaitSec } from "./retry";

/** What a list of waits may be. Even doubled by Retry-After, the last attempt then comes while the event is still kept. */
export const RETRY_WAITS = { most: 14, sec: { min: 1, max: 7 * 86_400 }, totalSec: 28 * 86_400 } as const;

const UNIT_SEC = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 } as const;
const WAIT = /^(\d{1,9})\s*(s|m|min|h|d)?$/i;

/** Reads "5s, 5m, 30m, 2h" as seconds; a bare number is seconds. NaN stands for a part that is no length of time. */
export function readWaits(text: string): number[] {
  return text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const found = WAIT.exec(part);
    return found ? Number(found[1]) * UNIT_SEC[(found[2]?.toLowerCase() ?? "s") as keyof typeof UNIT_SEC] : NaN;
  });
}

/** Writes waits so that `readWaits` reads the same: "5s, 90m, 2h". */
export function writeWaits(waitsSec: readonly number[]): string {
  return waitsSec.map((sec) => {
    const [unit, unitSec] = (["d", "h", "m", "s"] as const).map((name) => [name, UNIT_SEC[name]] as const).find(([, size]) => sec % size === 0)!;
    return `${sec / unitSec}${unit}`;
  }).join(", ");
}

/** The waits between the attempts, listed or growing as usual. @param retryWaitsSec none: the usual ones */
export function waitsBetween(maxAttempts: number, retryWaitsSec: readonly number[] | null): number[] {
  if (retryWaitsSec) return [...retryWaitsSec];
  return Array.from({ length: Math.max(0, maxAttempts - 1) }, (_, index) => scheduledWaitSec(index + 1, []));
}
