"use client";
import { ChevronsUpDown, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { DropdownMenu, DropdownMenuCheckboxItem, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { routes } from "@/lib/routes";
import { useWorkspaces } from "./workspaces";

/** Which workspace this is, and the way to the others and to a new one. */
export function WorkspaceMenu({ name, onNavigate }: { name: string; onNavigate?: () => void }) {
  const t = useTranslations("workspaces.menu");
  const { all, switchTo } = useWorkspaces();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger aria-label={t("label", { name })} className="-mx-1 flex min-h-6 max-w-full cursor-pointer items-center gap-1 rounded-md px-1 text-left hover:bg-muted">
        <span className="truncate text-sm leading-5 font-semibold" title={name}>{name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="max-h-80 w-60 overflow-y-auto">
        <DropdownMenuLabel>{t("title")}</DropdownMenuLabel>
        {all.map((workspace) => (
          <DropdownMenuCheckboxItem key={workspace.id} checked={workspace.isCurrent} onSelect={() => { if (!workspace.isCurrent) void switchTo(workspace.id); }}>
            <span className="min-w-0 truncate">{workspace.name}</span>
          </DropdownMenuCheckboxItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild><Link href={routes.newWorkspace()} onClick={onNavigate}><Plus aria-hidden />{t("new")}</Link></DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
