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

// Of which bars the last so many hold a period that ends now: it begins within the first of them.
const PERIOD_BARS: Record<string, number> = { "24h": 2, "7d": 8 };

/** The bars that a list is narrowed to, or null when it is not narrowed to some of these. */
export function chosenRange(bars: TimelineBar[], filters: { day?: unknown; from?: unknown; to?: unknown; period?: unknown }): BarRange | null {
  const isOpen = filters.day === undefined && filters.from === undefined && filters.to === undefined;
  const length = isOpen ? PERIOD_BARS[String(filters.period)] : undefined;
  if (length) return { first: bars.length - length, last: bars.length - 1 };
  const from = typeof filters.day === "string" ? `${filters.day}T00:00:00.000Z` : typeof filters.from === "string" ? filters.from : null;
  if (from === null && typeof filters.to !== "string") return null;
  const start = from === null ? Date.parse(bars[0]!.from) : Date.parse(from);
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
export function sumRange(bars: TimelineBar[], { first, last }: BarRange): Pick<TimelineBar, "received" | "delivered" | "waiting" | "failed" | "cancelled"> {
  const chosen = bars.slice(first, last + 1);
  const sum = (name: "delivered" | "waiting" | "failed" | "cancelled") => chosen.reduce((total, bar) => total + bar[name], 0);
  const isCounted = chosen.every((bar) => bar.received !== null);
  return { received: isCounted ? chosen.reduce((total, bar) => total + (bar.received ?? 0), 0) : null, delivered: sum("delivered"), waiting: sum("waiting"), failed: sum("failed"), cancelled: sum("cancelled") };
}
