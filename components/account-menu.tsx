"use client";
import { ChevronsUpDown, Keyboard, LogOut, Settings } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCommandCenter } from "@/components/commands/command-context";
import { leave } from "@/components/sign-out";
import { Menu } from "@/components/menu";
import type { MenuEntry } from "@/components/menu-entry";
import { routes } from "@/lib/routes";

/** Who is signed in, and the way out. */
export function AccountMenu({ user }: { user: { name: string; email: string } }) {
  const t = useTranslations("common.nav");
  const commands = useTranslations("commands");
  const { open } = useCommandCenter();
  const entries: MenuEntry[] = [
    { kind: "title", label: user.email },
    { kind: "link", href: routes.settings.profile(), icon: <Settings aria-hidden />, label: t("settings") },
    { icon: <Keyboard aria-hidden />, label: commands("shortcuts.title"), onSelect: () => open("shortcuts") },
    { kind: "line" },
    { icon: <LogOut aria-hidden />, label: t("signOut"), onSelect: () => void leave() },
  ];
  return (
    <Menu entries={entries} align="start" side="top" className="w-52">
      <button type="button" aria-label={t("account", { name: user.name })} className="mt-3 flex w-full cursor-pointer items-center gap-2.5 rounded-md p-2 text-left hover:bg-muted focus-visible:outline-offset-[-2px]">
        <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-full bg-primary-soft text-xs font-semibold text-link">{user.name.slice(0, 1).toUpperCase()}</span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[13px] leading-4 font-medium">{user.name}</span>
          <span className="block truncate text-xs leading-4 text-muted-foreground">{user.email}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      </button>
    </Menu>
  );
}
