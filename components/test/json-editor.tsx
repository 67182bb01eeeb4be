"use client";
import { useTranslations } from "next-intl";
import { useRef, useState, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { findJsonProblem } from "@/lib/domain/json-problem";

/** A text field for JSON. What is no JSON is told by line and column as it is typed, and the cursor can be put there. */
export function JsonEditor({ id, label, hint, value, error, onChange, onSubmit }: {
  id: string; label: string; hint: string; value: string; error?: string; onChange: (value: string) => void; onSubmit: () => void;
}) {
  const t = useTranslations("test.json");
  const area = useRef<HTMLTextAreaElement>(null);
  const [isTouched, setIsTouched] = useState(false);
  const problem = isTouched || error ? findJsonProblem(value) : null;
  const goThere = () => {
    if (!problem || !area.current) return;
    area.current.focus();
    area.current.setSelectionRange(problem.offset, Math.min(problem.offset + 1, value.length));
    // A text field does not scroll to its selection by itself; lines do not wrap, so all have one height.
    area.current.scrollTop = (problem.line - 4) * (area.current.scrollHeight / value.split("\n").length);
  };
  const place = problem && (
    <span className="flex flex-wrap items-center gap-x-2">
      <span>{t("at", { line: problem.line, column: problem.column })} {t(`problem.${problem.kind}`)}</span>
      <Button variant="outline" size="sm" className="h-6 text-xs text-foreground" onClick={goThere}>{t("show")}</Button>
    </span>
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSubmit();
  };
  return (
    <Field label={label} htmlFor={id} hint={hint} error={place ?? error}>
      <Textarea
        ref={area} value={value} rows={18} spellCheck={false} wrap="off" autoCapitalize="off" autoComplete="off" onKeyDown={onKeyDown}
        onChange={(event) => { setIsTouched(true); onChange(event.target.value); }}
        className="font-mono text-xs"
      />
    </Field>
  );
}
