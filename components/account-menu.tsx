"use client";
import { ChevronsUpDown, Keyboard, LogOut, Settings } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useCommandCenter } from "@/components/commands/command-context";
import { leave } from "@/components/sign-out";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { routes } from "@/lib/routes";

/** Who is signed in, and the way out. */
export function AccountMenu({ user }: { user: { name: string; email: string } }) {
  const t = useTranslations("common.nav");
  const commands = useTranslations("commands");
  const { open } = useCommandCenter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger aria-label={t("account", { name: user.name })} className="mt-3 flex w-full cursor-pointer items-center gap-2.5 rounded-md p-2 text-left hover:bg-muted focus-visible:outline-offset-[-2px]">
        <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-full bg-primary-soft text-xs font-semibold text-link">{user.name.slice(0, 1).toUpperCase()}</span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[13px] leading-4 font-medium">{user.name}</span>
          <span className="block truncate text-xs leading-4 text-muted-foreground">{user.email}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="w-52">
        <DropdownMenuLabel className="truncate">{user.email}</DropdownMenuLabel>
        <DropdownMenuItem asChild><Link href={routes.settings.profile()}><Settings aria-hidden />{t("settings")}</Link></DropdownMenuItem>
        <DropdownMenuItem onSelect={() => open("shortcuts")}><Keyboard aria-hidden />{commands("shortcuts.title")}</DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void leave()}><LogOut aria-hidden />{t("signOut")}</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
