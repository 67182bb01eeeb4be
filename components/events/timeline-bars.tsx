"use client";
import { Link } from "@/components/link";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { cn } from "@/lib/cn";
import type { TimelineBar } from "@/lib/services/events/timeline";
import { rangeBetween, type BarRange } from "./timeline-range";

const COLOURS = { failed: "bg-chart-failed", waiting: "bg-chart-waiting", delivered: "bg-chart-delivered" } as const;

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
  /** Where a selection began that is under way, by pointer or keyboard. */
  const [anchor, setAnchor] = useState<number | null>(null);
  const isPointing = useRef(false);
  const draft = anchor === null ? null : rangeBetween(anchor, current);
  const shown = draft ?? chosen;
  const highest = Math.max(1, ...bars.map((bar) => bar.delivered + bar.waiting + bar.failed));
  const go = (range: BarRange) => router.push(hrefOf(range), { scroll: false });
  const indexAt = (event: PointerEvent) => {
    const box = list.current!.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bars.length)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(bars.length - 1, Math.max(0, current + step));
      setAnchor(event.shiftKey ? (anchor ?? current) : null);
      setCurrent(next);
      list.current?.children[next]?.querySelector("a")?.focus();
    } else if (event.key === "Enter" && draft && draft.first !== draft.last) {
      event.preventDefault();
      setAnchor(null);
      go(draft);
    } else if (event.key === "Escape" && anchor !== null) setAnchor(null);
  };
  return (
    <div className="relative">
      <ol
        ref={list} aria-label={t("bars")} onKeyDown={onKeyDown} className="flex h-24 touch-pan-y items-stretch select-none"
        onPointerDown={(event) => { if (event.button !== 0 || event.ctrlKey || event.metaKey) return; isPointing.current = true; setAnchor(indexAt(event)); setCurrent(indexAt(event)); }}
        onPointerMove={(event) => { if (isPointing.current) setCurrent(indexAt(event)); }}
        onPointerUp={() => { isPointing.current = false; }}
        onPointerCancel={() => { isPointing.current = false; setAnchor(null); }}
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
                href={hrefOf(range)} scroll={false} prefetch={false} draggable={false} tabIndex={index === current ? 0 : -1} onFocus={() => { if (!isPointing.current) setCurrent(index); }}
                aria-label={bar.existed ? labelOf(range) : `${labelOf(range)} ${t("notYet")}`} title={labelOf(range)} aria-current={isIn && draft === null ? "date" : undefined}
                className={cn("flex h-full flex-col justify-end rounded-sm px-px hover:bg-muted focus-visible:outline-offset-0", isIn && "rounded-none bg-primary-soft", shown && !isIn && "opacity-40")}
              >
                {(["failed", "waiting", "delivered"] as const).map((kind) => bar[kind] > 0 && <span key={kind} className={cn("block min-h-0.5 w-full", COLOURS[kind])} style={{ height: `${(bar[kind] / highest) * 100}%` }} />)}
                {bar.existed && bar.delivered + bar.waiting + bar.failed === 0 && <span className="block h-0.5 w-full bg-border-strong" />}
                {!bar.existed && <span className="block w-full border-b border-dotted border-border-strong" />}
              </Link>
            </li>
          );
        })}
      </ol>
      <p aria-live="polite" className="pointer-events-none absolute inset-x-0 bottom-full mx-auto mb-1 w-fit rounded-md bg-foreground px-2.5 py-1.5 text-xs text-background shadow-md empty:opacity-0">{draft && draft.first !== draft.last ? `${labelOf(draft)} ${t("apply")}` : ""}</p>
    </div>
  );
}
