import { Kbd } from "@/components/ui/kbd";

/** The keys of a shortcut, one after the other; "mod" is ⌘ or Ctrl. */
export function ShortcutKeys({ keys, isMac, className }: { keys: string; isMac: boolean; className?: string }) {
  return (
    <span className={className}>
      <span className="inline-flex gap-1">{keys.split(" ").map((key) => <Kbd key={key}>{key === "mod" ? (isMac ? "⌘" : "Ctrl") : key.length === 1 ? key.toUpperCase() : key}</Kbd>)}</span>
    </span>
  );
}
