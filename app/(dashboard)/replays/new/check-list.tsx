import type { ReactNode } from "react";
import { Name } from "@/components/name";

/** Several of a few, each with a word about it. */
export function CheckList<Value extends string>({ label, options, chosen, onChange }: {
  label: ReactNode; options: { value: Value; label: string; hint?: string }[]; chosen: Value[]; onChange: (chosen: Value[]) => void;
}) {
  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="text-[13px] leading-5 font-medium">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex cursor-pointer items-start gap-2.5 text-sm leading-5">
          <input
            type="checkbox" className="mt-0.5 size-4 shrink-0 accent-primary" checked={chosen.includes(option.value)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, option.value] : chosen.filter((value) => value !== option.value))}
          />
          <span className="min-w-0 break-words"><Name text={option.label} />{option.hint && <span className="block text-xs leading-4 text-muted-foreground">{option.hint}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}
