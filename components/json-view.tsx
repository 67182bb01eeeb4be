"use client";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Name } from "@/components/name";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { isolated } from "@/lib/domain/name-text";
import { prettyJson, type JsonToken } from "@/lib/format";
import { CopyButton } from "./copy-button";
import { SafeText } from "./safe-text";

const COLOURS = {
  key: "text-code-key", string: "text-code-string", number: "text-code-number", literal: "text-code-number", punctuation: "text-muted-foreground",
} as const satisfies Record<JsonToken["kind"], string>;

// Past these colouring costs more than it helps.
const COLOURED_MAX_CHARS = 400_000;
const COLOURED_MAX_TOKENS = 20_000;

/** A text that is probably JSON: laid out and coloured, or raw as it was sent. Copies always the raw text. Nothing in it is ever markup. */
export function JsonView({ text, label, className }: { text: string; label?: string; className?: string }) {
  const t = useTranslations("common.json");
  const [isRaw, setIsRaw] = useState(false);
  const tokens = useMemo(() => {
    const found = text.length > COLOURED_MAX_CHARS ? null : prettyJson(text);
    return found && found.length > COLOURED_MAX_TOKENS ? [{ kind: "punctuation" as const, text: found.map((token) => token.text).join("") }] : found;
  }, [text]);
  const name = label ?? t("label");
  return (
    <div className={cn("min-w-0 overflow-hidden rounded-md border border-border bg-subtle", className)}>
      <div className="flex items-center justify-between gap-2 border-b border-border py-0.5 pr-1 pl-3">
        <span className="truncate text-xs text-muted-foreground"><Name text={name} /></span>
        <span className="flex items-center">
          {tokens && (
            <Button variant="ghost" size="sm" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)} className="h-7 text-xs text-muted-foreground">{t("raw")}</Button>
          )}
          <CopyButton value={text} label={t("copy")} className="size-7" />
        </span>
      </div>
      <pre tabIndex={0} dir="ltr" aria-label={isolated(name)} role="region" className="max-h-[28rem] overflow-auto p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap focus-visible:outline-offset-[-2px]">
        {tokens && !isRaw
          ? tokens.map((token, index) => <span key={index} className={COLOURS[token.kind]}><SafeText text={token.text} /></span>)
          : text ? <SafeText text={text} /> : <span className="text-muted-foreground">{t("empty")}</span>}
      </pre>
    </div>
  );
}
