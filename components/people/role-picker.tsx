"use client";
import { useTranslations } from "next-intl";
import type { Role } from "@/lib/domain/permissions";

/** Which role somebody has, each with what it may. */
export function RolePicker({ name, legend, roles, value, onChange }: { name: string; legend: string; roles: readonly Role[]; value: Role; onChange: (role: Role) => void }) {
  const t = useTranslations("people.roles");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {roles.map((role) => (
          <label key={role} className="flex min-w-0 cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-muted">
            <input type="radio" name={name} value={role} checked={role === value} onChange={() => onChange(role)} className="mt-0.5 size-4 shrink-0 accent-primary" />
            <span className="min-w-0">
              <span className="block text-sm">{t(`${role}.name`)}</span>
              <span className="block text-[13px] leading-5 text-pretty text-muted-foreground">{t(`${role}.may`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
