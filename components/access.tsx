"use client";
import { useTranslations } from "next-intl";
import { createContext, useContext, type ReactNode } from "react";
import { roleMay, rolesThatMay, type Permission, type Role } from "@/lib/domain/permissions";

const RoleContext = createContext<Role | null>(null);

/** Tells the page below who is looking. Only for what is shown: actions and routes judge again for themselves. */
export function AccessProvider({ role, children }: { role: Role; children: ReactNode }) {
  return <RoleContext value={role}>{children}</RoleContext>;
}

/** Whether the person who is looking may. */
export function useMay(permission: Permission): boolean {
  return useMayAny()(permission);
}

/** The same, for many permissions at once. */
export function useMayAny(): (permission: Permission) => boolean {
  const role = useContext(RoleContext);
  return (permission) => role !== null && roleMay(role, permission);
}

/** Shows a control only to those who may use it; `otherwise` to the rest. */
export function IfMay({ permission, otherwise = null, children }: { permission: Permission; otherwise?: ReactNode; children: ReactNode }) {
  return useMay(permission) ? children : otherwise;
}

/** Form controls that everyone sees and some may use: for the rest they are disabled, and it says for whom they are. */
export function FieldsFor({ permission, className, children }: { permission: Permission; className?: string; children: ReactNode }) {
  const may = useMay(permission);
  const t = useTranslations("common.access");
  const least = rolesThatMay(permission)[0];
  return (
    <fieldset disabled={!may} className={className}>
      {!may && least && <p className="mb-3 text-[13px] leading-5 text-muted-foreground">{t("needs", { role: t(`roles.${least}`) })}</p>}
      {children}
    </fieldset>
  );
}
