import { Activity, BookOpen, Inbox, LayoutDashboard, Package, Repeat, Send, Settings, Shapes, Webhook, type LucideIcon } from "lucide-react";
import type { Permission } from "@/lib/domain/permissions";
import { routes } from "@/lib/routes";

/** Where one can go from anywhere; the names stand in messages under common.nav. */
export interface PageLink {
  key: "home" | "events" | "replays" | "test" | "subscriptions" | "products" | "eventTypes" | "receivers" | "reference" | "settings";
  href: string;
  icon: LucideIcon;
  /** The key that leads here after g. */
  letter: string;
  permission: Permission;
}

/** The navigation, in its groups. */
export const PAGE_GROUPS: { title: "configure" | "tools" | null; pages: PageLink[] }[] = [
  {
    title: null,
    pages: [
      { key: "home", href: routes.home(), icon: LayoutDashboard, letter: "h", permission: "event.read" },
      { key: "events", href: routes.events.list(), icon: Activity, letter: "e", permission: "event.read" },
      { key: "replays", href: routes.replays.list(), icon: Repeat, letter: "r", permission: "event.read" },
      { key: "test", href: routes.test(), icon: Send, letter: "t", permission: "event.test" },
    ],
  },
  {
    title: "configure",
    pages: [
      { key: "subscriptions", href: routes.subscriptions.list(), icon: Webhook, letter: "s", permission: "subscription.read" },
      { key: "products", href: routes.products.list(), icon: Package, letter: "p", permission: "product.read" },
      { key: "eventTypes", href: routes.eventTypes.list(), icon: Shapes, letter: "y", permission: "eventType.read" },
    ],
  },
  {
    title: "tools",
    pages: [
      { key: "receivers", href: routes.receivers.list(), icon: Inbox, letter: "i", permission: "receiver.read" },
      { key: "reference", href: routes.reference(), icon: BookOpen, letter: "d", permission: "workspace.read" },
      { key: "settings", href: routes.settings.home(), icon: Settings, letter: ",", permission: "workspace.read" },
    ],
  },
];

export const PAGES: PageLink[] = PAGE_GROUPS.flatMap(({ pages }) => pages);
