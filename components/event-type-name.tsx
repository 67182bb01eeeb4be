import { useCatalogueWords } from "@/components/use-catalogue-words";
import { cn } from "@/lib/cn";

/**
 * An event type in the reader's words, and the name by which receivers know it; a type of the workspace's own has its name alone.
 * @param inline with the name beside the words instead of below them, where a phone has no room for it
 */
export function EventTypeName({ name, inline = false }: { name: string; inline?: boolean }) {
  const title = useCatalogueWords().title({ name, title: "" });
  if (!title) return <code className="font-mono text-xs break-all">{name}</code>;
  return <>{title} <code className={cn("font-mono text-xs font-normal break-all text-muted-foreground", !inline && "block max-sm:hidden")}>{name}</code></>;
}
