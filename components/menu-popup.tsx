import { Check } from "lucide-react";
import { Link } from "@/components/link";
import { DropdownMenu as Primitive } from "radix-ui";
import { Fragment, type RefObject } from "react";
import { cn } from "@/lib/cn";
import type { MenuEntry, MenuPlace } from "./menu-entry";

interface MenuPopupProps extends MenuPlace {
  entries: MenuEntry[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  button: RefObject<HTMLButtonElement | null>;
}

const ITEM =
  "relative flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none select-none data-[highlighted]:bg-muted " +
  "data-[disabled]:pointer-events-none data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground";

/** The menu of a button (components/menu.tsx), which it stands at. */
export default function MenuPopup({ entries, isOpen, onOpenChange, button, align = "end", side = "bottom", className }: MenuPopupProps) {
  const returnFocus = (event: Event) => {
    event.preventDefault();
    button.current?.focus({ preventScroll: true });
  };
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild><span aria-hidden className="pointer-events-none absolute inset-0" /></Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align} side={side} sideOffset={4} collisionPadding={8} onCloseAutoFocus={returnFocus} aria-labelledby={undefined} aria-label={button.current?.getAttribute("aria-label") ?? button.current?.textContent ?? undefined}
          className={cn("z-50 min-w-44 rounded-lg border border-border bg-card p-1 text-foreground shadow-lg motion-safe:animate-fade", className)}
        >
          {entries.map((entry, index) => <Fragment key={index}><Entry entry={entry} /></Fragment>)}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case "title": return <Primitive.Label className="truncate px-2 py-1.5 text-xs text-muted-foreground">{entry.label}</Primitive.Label>;
    case "note": return <p className="max-w-60 px-2 py-1.5 text-sm text-muted-foreground">{entry.label}</p>;
    case "line": return <Primitive.Separator className="my-1 h-px bg-border" />;
    case "check":
      return (
        <Primitive.CheckboxItem className={cn(ITEM, "pl-8")} checked={entry.isChecked} onSelect={entry.onSelect}>
          <Primitive.ItemIndicator className="absolute left-2"><Check aria-hidden /></Primitive.ItemIndicator>
          {entry.label}
        </Primitive.CheckboxItem>
      );
    case "link":
      return (
        <Primitive.Item asChild className={ITEM}>
          <Link href={entry.href} aria-current={entry.isCurrent ? "true" : undefined} onClick={entry.onSelect}>{entry.icon}{entry.label}</Link>
        </Primitive.Item>
      );
    default: return <Primitive.Item className={cn(ITEM, entry.isDanger && "text-danger [&_svg]:text-danger")} disabled={entry.isDisabled ?? false} onSelect={entry.onSelect}>{entry.icon}{entry.label}</Primitive.Item>;
  }
}
