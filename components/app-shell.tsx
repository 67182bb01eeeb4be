"use client";
import { Activity, BookOpen, Inbox, LayoutDashboard, Menu, Package, Repeat, Send, Settings, Shapes, Webhook, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState, type ReactNode } from "react";
import { AccessProvider, useMay } from "@/components/access";
import { AccountMenu } from "@/components/account-menu";
import { Logo } from "@/components/logo";
import { Badge } from "@/components/ui/badge";
import { Dialog, DialogContent, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import { WorkspaceMenu } from "@/components/workspaces/workspace-menu";
import { WorkspacesProvider, type SwitchWorkspace, type WorkspaceChoice } from "@/components/workspaces/workspaces";
import { cn } from "@/lib/cn";
import type { Role } from "@/lib/domain/permissions";
import { routes } from "@/lib/routes";

type NavKey = "home" | "events" | "replays" | "test" | "subscriptions" | "products" | "eventTypes" | "receivers" | "reference" | "settings";
interface NavItem { key: NavKey; href: string; icon: LucideIcon }

const GROUPS: { title: "configure" | "tools" | null; items: NavItem[] }[] = [
  {
    title: null,
    items: [
      { key: "home", href: routes.home(), icon: LayoutDashboard },
      { key: "events", href: routes.events.list(), icon: Activity },
      { key: "replays", href: routes.replays.list(), icon: Repeat },
      { key: "test", href: routes.test(), icon: Send },
    ],
  },
  {
    title: "configure",
    items: [
      { key: "subscriptions", href: routes.subscriptions.list(), icon: Webhook },
      { key: "products", href: routes.products.list(), icon: Package },
      { key: "eventTypes", href: routes.eventTypes.list(), icon: Shapes },
    ],
  },
  {
    title: "tools",
    items: [
      { key: "receivers", href: routes.receivers.list(), icon: Inbox },
      { key: "reference", href: routes.reference(), icon: BookOpen },
      { key: "settings", href: routes.settings.home(), icon: Settings },
    ],
  },
];

export interface AppShellProps {
  workspaceName: string;
  workspaces: WorkspaceChoice[];
  switchWorkspace: SwitchWorkspace;
  user: { name: string; email: string };
  role: Role;
  /** The one-command start: says so, because webhooks may then go to this machine. */
  isLocal: boolean;
  children: ReactNode;
}

/** The frame of every page behind the log-in: sidebar on wide screens, top bar with a sheet on narrow ones. */
export function AppShell({ workspaceName, workspaces, switchWorkspace, user, role, isLocal, children }: AppShellProps) {
  const t = useTranslations("common");
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const brand = <Brand workspaceName={workspaceName} isLocal={isLocal} onNavigate={() => setIsMenuOpen(false)} />;
  return (
    <AccessProvider role={role}>
    <WorkspacesProvider all={workspaces} switchWorkspace={switchWorkspace}>
      <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-card focus:px-3 focus:py-2 focus:text-sm focus:shadow-lg">{t("skip")}</a>

        <aside className="sticky top-0 hidden h-dvh flex-col border-r border-border bg-subtle p-3 lg:flex">
          {brand}
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
            <span className="truncate text-sm font-semibold">{workspaceName}</span>
          </Link>
        </header>

        <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-8 lg:py-8">
          <div className="mx-auto w-full max-w-[76rem]">{children}</div>
        </main>
      </div>
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
            <Tooltip>
              <TooltipTrigger className="rounded-md"><Badge tone="info" className="py-0">{t("nav.local")}</Badge></TooltipTrigger>
              <TooltipContent side="bottom">{t("nav.localHint")}</TooltipContent>
            </Tooltip>
          )}
        </p>
      </div>
    </div>
  );
}

function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations("common.nav");
  const pathname = usePathname();
  const maySendTests = useMay("event.test");
  return (
    <nav aria-label={t("label")} className="flex-1 space-y-5 overflow-y-auto py-0.5">
      {GROUPS.map(({ title, items }) => (
        <div key={title}>
          {title && <p className="px-2 pb-1 text-xs leading-5 font-medium text-muted-foreground">{t(title)}</p>}
          <ul className="space-y-0.5">
            {items.filter(({ key }) => key !== "test" || maySendTests).map(({ key, href, icon: Icon }) => {
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
