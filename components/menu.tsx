"use client";
import { Slot } from "radix-ui";
import { useEffect, useRef, useState, type ComponentProps, type KeyboardEvent, type ReactElement } from "react";
import { late, useLate } from "./late";
import type { MenuEntry, MenuPlace } from "./menu-entry";
import { whenIdle } from "./when-idle";

const popup = late(() => import("./menu-popup"));

interface MenuProps extends MenuPlace {
  entries: (MenuEntry | false | null | undefined)[];
  /** The button that opens it. */
  children: ReactElement<ComponentProps<"button">>;
}

/** A button with a menu. What draws the menu is fetched when the page is at rest or the button is neared, not before. */
export function Menu({ entries, children, ...place }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isNear, setIsNear] = useState(false);
  const MenuPopup = useLate(popup, isNear)?.default;
  const comeNear = () => setIsNear(true);
  const open = () => { comeNear(); setIsOpen(true); };
  useEffect(() => whenIdle(() => void popup.load()), []);
  // What happens in the menu bubbles to here as well, as React sees it.
  const isOwn = (event: { currentTarget: Element; target: EventTarget }) => event.currentTarget.contains(event.target as Node);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" || !isOwn(event)) return;
    event.preventDefault();
    open();
  };
  return (
    <Slot.Root ref={button} className="relative" aria-haspopup="menu" aria-expanded={isOpen} onPointerEnter={comeNear} onFocus={comeNear} onKeyDown={onKeyDown} onClick={(event) => { if (isOwn(event)) open(); }}>
      <Slot.Slottable>{children}</Slot.Slottable>
      {MenuPopup && <MenuPopup {...place} entries={entries.filter((entry) => !!entry)} isOpen={isOpen} onOpenChange={setIsOpen} button={button} />}
    </Slot.Root>
  );
}
