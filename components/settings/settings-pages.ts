import type { Permission } from "@/lib/domain/permissions";
import { routes } from "@/lib/routes";

/** The parts of the settings, each a page of its own, with what it takes to open it; the names stand in messages under settings.tabs. */
export const SETTINGS_PAGES = [
  { key: "profile", href: routes.settings.profile(), permission: "account.own" },
  { key: "workspace", href: routes.settings.workspace(), permission: "workspace.read" },
  { key: "people", href: routes.settings.people(), permission: "member.read" },
  { key: "apiKeys", href: routes.settings.apiKeys(), permission: "apiKey.read" },
  { key: "auditLog", href: routes.settings.auditLog(), permission: "audit.read" },
] as const satisfies { key: string; href: string; permission: Permission }[];
