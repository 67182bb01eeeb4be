import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** What a hint (components/hint.tsx) shows, at what it explains. */
export default function HintBubble({ id, side, isOpen, onClose, children }: { id: string; side: "top" | "bottom"; isOpen: boolean; onClose: () => void; children: ReactNode }) {
  return (
    <Primitive.Provider>
      <Primitive.Root open={isOpen} onOpenChange={(isStillOpen) => { if (!isStillOpen) onClose(); }}>
        <Primitive.Trigger asChild><span aria-hidden className="pointer-events-none absolute inset-0" /></Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content side={side} sideOffset={6} collisionPadding={8} className="z-50 max-w-xs rounded-md bg-foreground px-2.5 py-1.5 text-xs leading-4 text-background shadow-md motion-safe:animate-fade">
            <span id={id}>{children}</span>
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
