"use client";
import { Menu, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { usePathname } from "next/navigation";
import { useState, type ReactNode } from "react";
import { AccessProvider, useMayAny } from "@/components/access";
import { AccountMenu } from "@/components/account-menu";
import { CommandCenterProvider } from "@/components/commands/command-center";
import { useCommandCenter } from "@/components/commands/command-context";
import { ShortcutKeys } from "@/components/commands/shortcut-keys";
import { Logo } from "@/components/logo";
import { Name } from "@/components/name";
import { PAGE_GROUPS } from "@/components/pages";
import { Badge } from "@/components/ui/badge";
import { Dialog, DialogContent, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Hint } from "@/components/hint";
import { WorkspaceMenu } from "@/components/workspaces/workspace-menu";
import { WorkspacesProvider, type SwitchWorkspace, type WorkspaceChoice } from "@/components/workspaces/workspaces";
import { cn } from "@/lib/cn";
import type { Role } from "@/lib/domain/permissions";
import { routes } from "@/lib/routes";

export interface AppShellProps {
  workspaceName: string;
  workspaces: WorkspaceChoice[];
  switchWorkspace: SwitchWorkspace;
  user: { name: string; email: string };
  role: Role;
  /** The one-command start: says so, because webhooks may then go to this machine. */
  isLocal: boolean;
  /** Whether its keyboard says ⌘ where others say Ctrl. */
  isMac: boolean;
  children: ReactNode;
}

/** The frame of every page behind the log-in: sidebar on wide screens, top bar with a sheet on narrow ones. */
export function AppShell({ workspaceName, workspaces, switchWorkspace, user, role, isLocal, isMac, children }: AppShellProps) {
  const t = useTranslations("common");
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const brand = <Brand workspaceName={workspaceName} isLocal={isLocal} onNavigate={() => setIsMenuOpen(false)} />;
  return (
    <AccessProvider role={role}>
    <WorkspacesProvider all={workspaces} switchWorkspace={switchWorkspace}>
    <CommandCenterProvider isMac={isMac}>
      <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-card focus:px-3 focus:py-2 focus:text-sm focus:shadow-lg">{t("skip")}</a>

        <aside className="sticky top-0 hidden h-dvh flex-col border-r border-border bg-subtle p-3 lg:flex">
          {brand}
          <SearchButton />
          <Navigation />
          <AccountMenu user={user} />
        </aside>

        <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-border bg-card px-3 lg:hidden">
          <Dialog open={isMenuOpen} onOpenChange={setIsMenuOpen}>
            <DialogTrigger aria-label={t("nav.open")} className="grid size-10 cursor-pointer place-items-center rounded-md hover:bg-muted"><Menu aria-hidden className="size-5" /></DialogTrigger>
            <DialogContent
              side="left"
              aria-describedby={undefined}
              className="flex flex-col"
              // The first stop would be the "Local start" badge, whose tooltip would cover the menu.
              onOpenAutoFocus={(event) => { event.preventDefault(); (event.currentTarget as HTMLElement).querySelector<HTMLElement>("nav a")?.focus(); }}
            >
              <DialogTitle className="sr-only">{t("nav.title")}</DialogTitle>
              {brand}
              <Navigation onNavigate={() => setIsMenuOpen(false)} />
              <AccountMenu user={user} />
            </DialogContent>
          </Dialog>
          <Link href={routes.home()} className="flex min-w-0 items-center gap-2 rounded-md">
            <Logo className="size-6 shrink-0" />
            <span className="truncate text-sm font-semibold"><Name text={workspaceName} /></span>
          </Link>
          <SearchButton isSmall />
        </header>

        <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-8 lg:py-8">
          <div className="mx-auto w-full max-w-[76rem]">{children}</div>
        </main>
      </div>
    </CommandCenterProvider>
    </WorkspacesProvider>
    </AccessProvider>
  );
}

function Brand({ workspaceName, isLocal, onNavigate }: { workspaceName: string; isLocal: boolean; onNavigate: () => void }) {
  const t = useTranslations("common");
  return (
    <div className="mb-4 flex items-center gap-2.5 px-2 py-1.5">
      <Logo className="size-7 shrink-0" />
      <div className="min-w-0 flex-1">
        <WorkspaceMenu name={workspaceName} onNavigate={onNavigate} />
        <p className="flex items-center gap-1.5 text-xs leading-4 text-muted-foreground">
          {t("product")}
          {isLocal && (
            <Hint hint={t("nav.localHint")} side="bottom">
              <button type="button" className="flex min-h-6 items-center rounded-md"><Badge tone="info" className="py-0">{t("nav.local")}</Badge></button>
            </Hint>
          )}
        </p>
      </div>
    </div>
  );
}

/** Opens the palette; on a phone it is a magnifying glass. */
function SearchButton({ isSmall = false }: { isSmall?: boolean }) {
  const t = useTranslations("commands");
  const { open, preload, isMac } = useCommandCenter();
  const props = { type: "button", "aria-haspopup": "dialog", "aria-keyshortcuts": isMac ? "Meta+K" : "Control+K", onClick: () => open("all"), onPointerEnter: preload, onFocus: preload } as const;
  if (isSmall) return <button {...props} aria-label={t("open")} className="ml-auto grid size-10 shrink-0 cursor-pointer place-items-center rounded-md hover:bg-muted"><Search aria-hidden className="size-5" /></button>;
  return (
    <button {...props} className="mb-4 flex h-9 w-full cursor-pointer items-center gap-2 rounded-md border border-border-strong bg-card px-2.5 text-[13px] text-muted-foreground shadow-xs transition-colors hover:bg-muted hover:text-foreground">
      <Search aria-hidden className="size-4 shrink-0" /><span className="min-w-0 flex-1 truncate text-left">{t("open")}</span><ShortcutKeys keys="mod K" isMac={isMac} />
    </button>
  );
}

function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations("common.nav");
  const pathname = usePathname();
  const may = useMayAny();
  return (
    <nav aria-label={t("label")} className="flex-1 space-y-5 overflow-y-auto py-0.5">
      {PAGE_GROUPS.map(({ title, pages }) => (
        <div key={title}>
          {title && <p className="px-2 pb-1 text-xs leading-5 font-medium text-muted-foreground">{t(title)}</p>}
          <ul className="space-y-0.5">
            {pages.filter(({ permission }) => may(permission)).map(({ key, href, icon: Icon }) => {
              const isCurrent = href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
              return (
                <li key={key}>
                  <Link
                    href={href}
                    onClick={onNavigate}
                    aria-current={isCurrent ? "page" : undefined}
                    className={cn(
                      "flex h-9 items-center gap-2.5 rounded-md px-2 text-sm text-muted-foreground transition-colors hover:bg-muted hover:text-foreground focus-visible:outline-offset-[-2px] lg:h-8",
                      isCurrent && "bg-primary-soft font-medium text-link hover:bg-primary-soft hover:text-link",
                    )}
                  >
                    <Icon aria-hidden className="size-4 shrink-0" />
                    {t(key)}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
