"use client";
import { Link } from "@/components/link";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { cn } from "@/lib/cn";
import type { TimelineBar } from "@/lib/services/events/timeline";
import { rangeBetween, type BarRange } from "./timeline-range";

/** The parts of a bar, from the bottom, as the legend tells them. */
export const BAR_KINDS = ["delivered", "waiting", "failed", "cancelled", "notSent"] as const;
export const BAR_COLOURS: Record<(typeof BAR_KINDS)[number], string> = {
  delivered: "bg-chart-delivered", waiting: "bg-chart-waiting", failed: "bg-chart-failed", cancelled: "bg-muted-foreground", notSent: "bg-border-strong",
};

/** How high each part of a bar is: deliveries, or the events where there was no delivery at all. */
export function partsOf({ received, delivered, waiting, failed, cancelled }: TimelineBar): Record<(typeof BAR_KINDS)[number], number> {
  return { delivered, waiting, failed, cancelled, notSent: delivered + waiting + failed + cancelled === 0 ? (received ?? 0) : 0 };
}

const heightOf = (bar: TimelineBar) => Object.values(partsOf(bar)).reduce((sum, part) => sum + part, 0);

interface Props {
  bars: TimelineBar[];
  chosen: BarRange | null;
  hrefOf: (range: BarRange) => string;
  labelOf: (range: BarRange) => string;
}

/**
 * Bars that narrow the list: a click or Enter takes one; dragging, or Shift with the arrow keys, takes several.
 * One stop of the Tab key; the arrow keys move among them.
 */
export function TimelineBars({ bars, chosen, hrefOf, labelOf }: Props) {
  const t = useTranslations("events.timeline");
  const router = useRouter();
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState(chosen?.last ?? bars.length - 1);
  /** Where a selection began that is under way. */
  const [anchor, setAnchor] = useState<{ at: number; isByPointer: boolean } | null>(null);
  const drag = useRef<AbortController | null>(null);
  const draft = anchor === null ? null : rangeBetween(anchor.at, current);
  const shown = draft ?? chosen;
  const highest = Math.max(1, ...bars.map(heightOf));
  const go = (range: BarRange) => router.push(hrefOf(range), { scroll: false });
  const indexAt = (x: number) => {
    const box = list.current!.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * bars.length)));
  };
  const endDrag = () => {
    drag.current?.abort();
    drag.current = null;
    setAnchor(null);
  };
  const startDrag = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey) return;
    const at = indexAt(event.clientX);
    setAnchor({ at, isByPointer: true });
    setCurrent(at);
    const { signal } = (drag.current = new AbortController());
    // Of the whole window: a drag may leave the bars, and be let go elsewhere.
    window.addEventListener("pointermove", ({ clientX }) => list.current && setCurrent(indexAt(clientX)), { signal });
    window.addEventListener("pointercancel", endDrag, { signal });
    window.addEventListener("pointerup", ({ target, clientX }) => {
      drag.current?.abort();
      drag.current = null;
      // On the bars, the click that follows ends it.
      if (!list.current || list.current.contains(target as Node)) return;
      const range = rangeBetween(at, indexAt(clientX));
      setAnchor(null);
      if (range.first !== range.last) go(range);
    }, { signal });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(bars.length - 1, Math.max(0, current + step));
      setAnchor(event.shiftKey ? (anchor ?? { at: current, isByPointer: false }) : null);
      setCurrent(next);
      list.current?.children[next]?.querySelector("a")?.focus();
    } else if (event.key === "Enter" && draft && draft.first !== draft.last) {
      event.preventDefault();
      setAnchor(null);
      go(draft);
    } else if (event.key === "Escape" && anchor !== null) endDrag();
  };
  return (
    <div className="relative">
      <ol
        ref={list} aria-label={t("bars")} onKeyDown={onKeyDown} className="flex h-24 touch-pan-y items-stretch select-none"
        onPointerDown={startDrag}
        onClickCapture={(event) => {
          // A click ends every drag; only one that stayed on its bar is the link's own.
          if (draft && draft.first !== draft.last) { event.preventDefault(); event.stopPropagation(); go(draft); }
          setAnchor(null);
        }}
      >
        {bars.map((bar, index) => {
          const isIn = shown !== null && index >= shown.first && index <= shown.last;
          const range = { first: index, last: index };
          return (
            <li key={bar.from} className="min-w-0 flex-1">
              <Link
                href={hrefOf(range)} scroll={false} prefetch={false} draggable={false} tabIndex={index === current ? 0 : -1} onFocus={() => { if (!drag.current) setCurrent(index); }}
                aria-label={bar.existed ? labelOf(range) : `${labelOf(range)} ${t("notYet")}`} title={labelOf(range)} aria-current={isIn && draft === null ? "date" : undefined}
                className={cn("flex h-full flex-col justify-end rounded-sm px-px hover:bg-muted focus-visible:outline-offset-0", isIn && "rounded-none bg-primary-soft", shown && !isIn && "opacity-40")}
              >
                {BAR_KINDS.toReversed().map((kind) => partsOf(bar)[kind] > 0 && <span key={kind} className={cn("block min-h-0.5 w-full", BAR_COLOURS[kind])} style={{ height: `${(partsOf(bar)[kind] / highest) * 100}%` }} />)}
                {bar.existed && heightOf(bar) === 0 && <span className="block h-0.5 w-full bg-border-strong" />}
                {!bar.existed && <span className="block w-full border-b border-dotted border-border-strong" />}
              </Link>
            </li>
          );
        })}
      </ol>
      <p aria-live="polite" className="pointer-events-none absolute inset-x-0 bottom-full mx-auto mb-1 w-fit rounded-md bg-foreground px-2.5 py-1.5 text-xs text-background shadow-md empty:opacity-0">{draft && draft.first !== draft.last ? [labelOf(draft), !anchor?.isByPointer && t("apply")].filter(Boolean).join(" ") : ""}</p>
    </div>
  );
}
