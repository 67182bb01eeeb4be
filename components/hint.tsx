"use client";
import { Slot } from "radix-ui";
import { useEffect, useId, useRef, useState, type FocusEvent, type PointerEvent, type ReactElement, type ReactNode } from "react";
import { late, useLate } from "./late";

const bubble = late(() => import("./hint-bubble"));

// Long enough to cross to the hint itself, which may be read with a magnifying glass (WCAG 1.4.13).
const DELAY_MS = { open: 200, close: 150 } as const;

/** A short explanation on hover and focus; never the only place of what a person needs. What draws it is fetched by the first that is wanted. */
export function Hint({ hint, side = "top", children }: { hint: ReactNode; side?: "top" | "bottom"; children: ReactElement }) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isOpen, setIsOpen] = useState(false);
  const [isWanted, setIsWanted] = useState(false);
  const HintBubble = useLate(bubble, isWanted)?.default;
  const turn = (isOpen: boolean, afterMs = 0) => {
    clearTimeout(timer.current);
    if (isOpen) void bubble.load();
    timer.current = setTimeout(() => {
      if (isOpen) setIsWanted(true);
      setIsOpen(isOpen);
    }, afterMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Slot.Root
      className="relative"
      aria-describedby={isOpen ? id : undefined}
      onPointerEnter={(event: PointerEvent) => { if (event.pointerType !== "touch") turn(true, DELAY_MS.open); }}
      onPointerLeave={() => turn(false, DELAY_MS.close)}
      onPointerDown={() => turn(false)}
      onFocus={(event: FocusEvent) => { if (event.currentTarget.matches(":focus-visible")) turn(true); }}
      onBlur={() => turn(false)}
    >
      <Slot.Slottable>{children}</Slot.Slottable>
      {HintBubble && <HintBubble id={id} side={side} isOpen={isOpen} onClose={() => turn(false)}>{hint}</HintBubble>}
    </Slot.Root>
  );
}
