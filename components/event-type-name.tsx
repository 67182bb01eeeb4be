"use client";
import { Name } from "@/components/name";
import { useEventTypeWords } from "@/components/own-event-types";
import { cn } from "@/lib/cn";

/**
 * An event type in words, and the name by which receivers know it; one that nobody described has its name alone.
 * @param inline with the name beside the words instead of below them, where a phone has no room for it
 */
export function EventTypeName({ name, inline = false }: { name: string; inline?: boolean }) {
  const title = useEventTypeWords().title({ name, title: "" });
  if (!title) return <code className="font-mono text-xs break-all">{name}</code>;
  return <><Name text={title} /> <code className={cn("font-mono text-xs font-normal break-all text-muted-foreground", !inline && "block max-sm:hidden")}>{name}</code></>;
}
