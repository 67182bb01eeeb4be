"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";

/** Copies `value`; says so on the button and to screen readers. With `label` it shows words, without only its icon. */
export function CopyButton({ value, label, showLabel = false, className }: { value: string; label?: string; showLabel?: boolean; className?: string }) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => copyText(value).then(() => setCopied(true), () => toast.error(t("copyFailed")));
  const name = label ?? t("copy");
  const icon = copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />;
  return (
    <>
      <Button variant={showLabel ? "outline" : "ghost"} size={showLabel ? "sm" : "icon"} aria-label={showLabel ? undefined : name} title={name} onClick={() => void copy()} className={showLabel ? className : `relative z-[1] text-muted-foreground ${className ?? ""}`}>
        {icon}
        {showLabel && (copied ? t("copied") : name)}
      </Button>
      <span aria-live="polite" className="sr-only">{copied ? t("copied") : ""}</span>
    </>
  );
}

/** Puts a text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Over plain http on another machine's address browsers have no clipboard; the old way still works there.
  const area = Object.assign(document.createElement("textarea"), { value: text });
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("The browser refused to copy.");
}
