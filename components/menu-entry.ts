import type { ReactNode } from "react";

/** A line of a menu. Something to do has `onSelect`, somewhere to go has `href`. */
export type MenuEntry =
  | { kind?: "item"; label: ReactNode; icon?: ReactNode; isDisabled?: boolean; isDanger?: boolean; onSelect: () => void }
  | { kind: "link"; label: ReactNode; icon?: ReactNode; href: string; isCurrent?: boolean; onSelect?: (() => void) | undefined }
  | { kind: "check"; label: ReactNode; isChecked: boolean; onSelect: () => void }
  | { kind: "title" | "note"; label: ReactNode }
  | { kind: "line" };

/** Where a menu stands at its button. */
export interface MenuPlace {
  align?: "start" | "end";
  side?: "top" | "bottom";
  className?: string;
}
