"use client";
import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import { useMayAny } from "@/components/access";
import { late, useLate } from "@/components/late";
import { PAGES } from "@/components/pages";
import { useGo } from "@/components/unsaved";
import { routes } from "@/lib/routes";
import { CommandContext, type CommandCenter, type PageCommand, type View } from "./command-context";
import { isBusy, opensPalette, readPress, type Pending } from "./keys";
import { chooseRow, focusRow, focusSearch } from "./list-keys";
import { readsSingleKeys } from "./single-keys";

const palette = late(() => import("./palette"));
const shortcuts = late(() => import("./shortcuts-dialog"));

/** Listens for the keys, and keeps the palette; both are fetched when they are first wanted. */
export function CommandCenterProvider({ isMac, children }: { isMac: boolean; children: ReactNode }) {
  const go = useGo();
  const pathname = usePathname();
  const may = useMayAny();
  const [view, setView] = useState<View | null>(null);
  const isPalette = view === "all" || view === "page";
  const Palette = useLate(palette, isPalette)?.default;
  const ShortcutsDialog = useLate(shortcuts, view === "shortcuts")?.default;
  const [commands, setCommands] = useState<PageCommand[]>([]);
  const [center] = useState<CommandCenter>(() => ({
    isMac,
    open: setView,
    preload: () => void palette.load(),
    register: (command) => {
      setCommands((all) => [...all, command]);
      return () => setCommands((all) => all.filter((one) => one !== command));
    },
  }));
  const pending = useRef<Pending | null>(null);
  const actions = new Map<string, () => void>([
    ...PAGES.filter(({ permission }) => may(permission)).map(({ letter, href }) => [`g ${letter}`, () => go(href)] as const),
    ["?", () => setView("shortcuts")],
    ["/", () => { if (!focusSearch()) setView("all"); }],
    ["j", () => focusRow(1)],
    ["k", () => focusRow(-1)],
    ["x", chooseRow],
  ]);
  if (may("subscription.write")) actions.set("c", () => go(routes.subscriptions.new()));
  const usable = commands.filter(({ isDisabled }) => !isDisabled);
  if (usable.length > 0) actions.set("r", () => (usable.length === 1 ? usable[0]!.run() : setView("page")));

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Control" || event.key === "Meta") void palette.load();
    if (opensPalette(event)) {
      event.preventDefault();
      setView(view === "all" ? null : "all");
      return;
    }
    if (isBusy(event.target) || !readsSingleKeys()) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.shiftKey && focusRow(event.key === "ArrowDown" ? 1 : -1, { onlyFromRow: true })) return event.preventDefault();
    const result = readPress(event, pending.current, new Set(actions.keys()), event.timeStamp);
    pending.current = result.pending;
    if (result.meant === null || event.repeat && result.meant !== "j" && result.meant !== "k") return;
    event.preventDefault();
    actions.get(result.meant)!();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  // Back and forward leave nothing open over another page.
  useEffect(() => setView(null), [pathname]);

  return (
    <CommandContext value={center}>
      {children}
      {ShortcutsDialog && <ShortcutsDialog isMac={isMac} onClose={() => setView(null)} />}
      {Palette && <Palette pageOnly={view === "page"} commands={commands} isMac={isMac} onShowShortcuts={() => setView("shortcuts")} onClose={() => setView(null)} />}
    </CommandContext>
  );
}
