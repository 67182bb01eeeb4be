import type { RouteQuery } from "@/lib/routes";
import type { TimelineBar } from "@/lib/services/events/timeline";

/** The bars from a first to a last one, both included. */
export interface BarRange { first: number; last: number }

const DAY_MS = 86_400_000;

/** What in a URL stands for these bars: a whole UTC day by its date, anything else by absolute times. It replaces every other period. */
export function rangeQuery(bars: TimelineBar[], { first, last }: BarRange): RouteQuery {
  const [from, to] = [bars[first]!.from, bars[last]!.to];
  const isDay = Date.parse(to) - Date.parse(from) === DAY_MS && from.includes("T00:00");
  return { period: undefined, day: isDay ? from.slice(0, 10) : undefined, from: isDay ? undefined : from, to: isDay ? undefined : to };
}

/** The bars that a list is narrowed to, or null when it is not narrowed to some of these. */
export function chosenRange(bars: TimelineBar[], filters: { day?: unknown; from?: unknown; to?: unknown }): BarRange | null {
  const from = typeof filters.day === "string" ? `${filters.day}T00:00:00.000Z` : typeof filters.from === "string" ? filters.from : null;
  if (from === null) return null;
  const start = Date.parse(from);
  const end = typeof filters.day === "string" ? start + DAY_MS : typeof filters.to === "string" ? Date.parse(filters.to) : Date.parse(bars.at(-1)!.to);
  const inside = bars.flatMap((bar, index) => (Date.parse(bar.to) > start && Date.parse(bar.from) < end ? [index] : []));
  if (inside.length === 0 || inside.length === bars.length) return null;
  return { first: inside[0]!, last: inside.at(-1)! };
}

/** The range between two bars, whichever comes first. */
export function rangeBetween(a: number, b: number): BarRange {
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

/** The sums of a range. */
export function sumRange(bars: TimelineBar[], { first, last }: BarRange): { received: number | null; delivered: number; waiting: number; failed: number } {
  const chosen = bars.slice(first, last + 1);
  const sum = (name: "delivered" | "waiting" | "failed") => chosen.reduce((total, bar) => total + bar[name], 0);
  const isCounted = chosen.every((bar) => bar.received !== null);
  return { received: isCounted ? chosen.reduce((total, bar) => total + (bar.received ?? 0), 0) : null, delivered: sum("delivered"), waiting: sum("waiting"), failed: sum("failed") };
}
