"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";

// Where the arrow keys have a meaning of their own.
const OWN_ARROWS = "input, textarea, select, pre, [role=dialog], [role=menu], [role=slider], [contenteditable=true]";

/** The way to the events beside this one in the list that the person came from; by the arrow keys, too. */
export function EventPager({ newer, older }: { newer: string | null; older: string | null }) {
  const t = useTranslations("events.pager");
  const router = useRouter();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      if ((event.target as Element).closest?.(OWN_ARROWS) || document.querySelector("[role=dialog]")) return;
      const href = event.key === "ArrowLeft" ? newer : event.key === "ArrowRight" ? older : null;
      if (href) router.push(href);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [newer, older, router]);
  return (
    <nav aria-label={t("label")} className="flex gap-1">
      <PagerLink href={newer} label={t("newer")} keyHint="←"><ChevronLeft aria-hidden /></PagerLink>
      <PagerLink href={older} label={t("older")} keyHint="→"><ChevronRight aria-hidden /></PagerLink>
    </nav>
  );
}

function PagerLink({ href, label, keyHint, children }: { href: string | null; label: string; keyHint: string; children: React.ReactNode }) {
  const title = `${label} (${keyHint})`;
  if (!href) return <Button variant="outline" size="icon" disabled aria-label={label} title={title}>{children}</Button>;
  return <Button asChild variant="outline" size="icon"><Link href={href} prefetch={false} aria-label={label} title={title}>{children}</Link></Button>;
}
