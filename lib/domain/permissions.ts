import { AppError } from "./errors";

/** What a person is in a workspace, least first; each may all that the ones before it may. */
export const ROLES = ["viewer", "developer", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What an API key is for. "manage" may all that keys may. */
export const KEY_SCOPES = ["ingest", "read", "manage"] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

interface Rule {
  /** The least role that may; null where no person does it. */
  role: Role | null;
  /** The least scope that may; null where no key ever may. A key never may more than a developer. */
  key: KeyScope | null;
}

/** Who may do what: every page, action and API verb names one of these. docs/permissions.md shows it; a test compares. */
export const PERMISSIONS = {
  "event.read": { role: "viewer", key: "read" },
  "event.export": { role: "viewer", key: "read" },
  "event.ingest": { role: null, key: "ingest" },
  "event.test": { role: "developer", key: "manage" },
  "event.resend": { role: "developer", key: "manage" },
  "subscription.read": { role: "viewer", key: "read" },
  "subscription.write": { role: "developer", key: "manage" },
  "secret.read": { role: "developer", key: "manage" },
  "product.read": { role: "viewer", key: "read" },
  "product.write": { role: "developer", key: "manage" },
  "eventType.read": { role: "viewer", key: "read" },
  "eventType.write": { role: "developer", key: "manage" },
  "receiver.read": { role: "viewer", key: "read" },
  "receiver.write": { role: "developer", key: "manage" },
  "notice.read": { role: "viewer", key: "read" },
  "notice.write": { role: "developer", key: "manage" },
  "apiKey.read": { role: "developer", key: null },
  "apiKey.manage": { role: "developer", key: null },
  "member.read": { role: "viewer", key: null },
  "member.manage": { role: "admin", key: null },
  "member.resetPassword": { role: "admin", key: null },
  "workspace.read": { role: "viewer", key: "read" },
  "workspace.update": { role: "admin", key: null },
  "audit.read": { role: "developer", key: "read" },
  /** What is a person's own: name, password, language, saved views, leaving, opening another workspace. */
  "account.own": { role: "viewer", key: null },
} as const satisfies Record<string, Rule>;
export type Permission = keyof typeof PERMISSIONS;

/** Whether a person in this role may. */
export function roleMay(role: Role, permission: Permission): boolean {
  const least: Role | null = PERMISSIONS[permission].role;
  return least !== null && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** Whether a key of this scope may. */
export function keyMay(scope: KeyScope, permission: Permission): boolean {
  const least: KeyScope | null = PERMISSIONS[permission].key;
  return least !== null && (scope === "manage" || scope === least);
}

/** The roles that may, least first. */
export function rolesThatMay(permission: Permission): Role[] {
  return ROLES.filter((role) => roleMay(role, permission));
}

/** The refusal of a key. */
export function keyRefusal(scope: KeyScope, permission: Permission): AppError {
  const least = PERMISSIONS[permission].key;
  return new AppError("forbidden", `This API key is for ${SCOPE_WORDS[scope]}; it may not do this.`, {
    fix: least ? `Use a key that is for ${[...new Set([SCOPE_WORDS[least], SCOPE_WORDS.manage])].join(" or ")}.` : "No key may: do it in the dashboard, as a person.",
  });
}

/** The refusal of a key that is for some products, where all of them are meant. */
export function limitedKeyRefusal(): AppError {
  return new AppError("forbidden", "This API key is for some products only; it may not do this.", { fix: "Use a key that is for all products." });
}

const SCOPE_WORDS = { ingest: "sending events", read: "reading", manage: "managing" } as const satisfies Record<KeyScope, string>;
