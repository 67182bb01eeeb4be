"use client";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** All, or chosen ones: two radio buttons under one question. */
export function AllOrSome({ name, legend, isAll, onChange, all, some, error, children }: {
  name: string; legend: string; isAll: boolean; onChange: (isAll: boolean) => void; all: string; some: string; error: string | undefined; children: ReactNode;
}) {
  const radio = (value: boolean, label: string) => (
    <label className="flex cursor-pointer items-center gap-2 text-sm">
      <input type="radio" name={name} checked={isAll === value} onChange={() => onChange(value)} className="size-4 accent-primary" />
      {label}
    </label>
  );
  return (
    <fieldset className="min-w-0 space-y-3" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">{radio(true, all)}{radio(false, some)}</div>
      {error && <p id={`${name}-error`} role="alert" data-issue className="text-xs leading-4 font-medium text-danger">{error}</p>}
      {!isAll && children}
    </fieldset>
  );
}

/** A box to tick with its words beside it. */
export function CheckItem({ isChecked, isPartly = false, onChange, label, detail, className }: {
  isChecked: boolean; isPartly?: boolean; onChange: (isChecked: boolean) => void; label: ReactNode; detail?: ReactNode; className?: string;
}) {
  return (
    <label className={cn("flex min-w-0 cursor-pointer items-start gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-muted", className)}>
      <input
        type="checkbox"
        checked={isChecked}
        ref={(box) => { if (box) box.indeterminate = isPartly && !isChecked; }}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-primary"
      />
      <span className="min-w-0">
        <span className="block break-words">{label}</span>
        {detail && <span className="block font-mono text-xs break-all text-muted-foreground">{detail}</span>}
      </span>
    </label>
  );
}
