"use client";
import { createContext, use, useEffect, useEffectEvent } from "react";

/** What the page that is open offers beside what can be done everywhere. */
export interface PageCommand {
  id: string;
  /** What is sent again, and whereto. */
  label: string;
  isDisabled: boolean;
  run: () => void;
}
/** The palette with everything, or with the page's own commands only; or the list of shortcuts. */
export type View = "all" | "page" | "shortcuts";

export interface CommandCenter {
  open: (view: View) => void;
  /** Fetches the palette before it is wanted. */
  preload: () => void;
  register: (command: PageCommand) => () => void;
  isMac: boolean;
}

/** Read by the hooks below; CommandCenterProvider fills it. */
export const CommandContext = createContext<CommandCenter>({ open: () => undefined, preload: () => undefined, register: () => () => undefined, isMac: false });

/** Opens the palette or the list of shortcuts. */
export function useCommandCenter(): Pick<CommandCenter, "open" | "preload" | "isMac"> {
  return use(CommandContext);
}

/** Offers a command while the component stands on the page. */
export function usePageCommand(command: PageCommand): void {
  const { register } = use(CommandContext);
  const run = useEffectEvent(command.run);
  const { id, label, isDisabled } = command;
  useEffect(() => register({ id, label, isDisabled, run: () => run() }), [register, id, label, isDisabled]);
}
