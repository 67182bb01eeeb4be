"use client";
import { ChevronsUpDown, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Name } from "@/components/name";
import { Menu } from "@/components/menu";
import type { MenuEntry } from "@/components/menu-entry";
import { isolated } from "@/lib/domain/name-text";
import { routes } from "@/lib/routes";
import { useWorkspaces } from "./workspaces";

/** Which workspace this is, and the way to the others and to a new one. */
export function WorkspaceMenu({ name, onNavigate }: { name: string; onNavigate?: () => void }) {
  const t = useTranslations("workspaces.menu");
  const { all, switchTo } = useWorkspaces();
  const entries: MenuEntry[] = [
    { kind: "title", label: t("title") },
    ...all.map(({ id, name, isCurrent }): MenuEntry => ({ kind: "check", label: <span className="min-w-0 truncate"><Name text={name} /></span>, isChecked: isCurrent, onSelect: () => { if (!isCurrent) void switchTo(id); } })),
    { kind: "line" },
    { kind: "link", href: routes.newWorkspace(), icon: <Plus aria-hidden />, label: t("new"), onSelect: onNavigate },
  ];
  return (
    <Menu entries={entries} align="start" className="max-h-80 w-60 overflow-y-auto">
      <button type="button" aria-label={t("label", { name })} className="-mx-1 flex min-h-6 max-w-full cursor-pointer items-center gap-1 rounded-md px-1 text-left hover:bg-muted">
        <span className="truncate text-sm leading-5 font-semibold" title={isolated(name)}><Name text={name} /></span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
      </button>
    </Menu>
  );
}
