"use client";
import { useEffect, useState } from "react";
import { Hint } from "@/components/hint";
import { useFormat } from "@/components/use-format";
import { cn } from "@/lib/cn";

/**
 * A moment: relative in the text, exact (the reader's zone and UTC) on hover and focus.
 * @param isAhead of what is still to come: once its time is there, it is now
 * @param focusable false inside a link or button, which can't hold another stop of the Tab key
 */
export function Timestamp({ at, format = "relative", isAhead = false, focusable = true, className }: {
  at: Date | string; format?: "relative" | "absolute" | "short"; isAhead?: boolean; focusable?: boolean; className?: string;
}) {
  const words = useFormat();
  const [now, setNow] = useState(() => Date.now());
  // Until the browser has taken over, in UTC: the server does not know the reader's zone.
  const [timeZone, setTimeZone] = useState<"UTC" | undefined>("UTC");
  const isRecent = Math.abs(now - new Date(at).getTime()) < 120_000;
  useEffect(() => {
    setTimeZone(undefined);
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), isRecent ? 1_000 : 30_000);
    return () => clearInterval(timer);
  }, [isRecent]);
  const iso = new Date(at).toISOString();
  return (
    <Hint hint={<Exact at={at} />}>
      {/* Server and browser differ in clock and zone. */}
      <time dateTime={iso} tabIndex={focusable ? 0 : undefined} suppressHydrationWarning className={cn("z-[1] rounded-sm whitespace-nowrap tabular-nums", className)}>
        {format === "relative" ? words.relative(isAhead ? new Date(Math.max(now, new Date(at).getTime())) : at, now) : format === "short" ? words.shortTime(at, timeZone, now) : words.dateTime(at, timeZone)}
      </time>
    </Hint>
  );
}

// A component of its own, so that what nobody points at is not written out: a list has a hundred of these.
function Exact({ at }: { at: Date | string }) {
  const words = useFormat();
  return <><span className="block">{words.dateTime(at)}</span><span className="block opacity-80">{words.dateTime(at, "UTC")}</span></>;
}
