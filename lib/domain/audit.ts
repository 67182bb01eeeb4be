/** What the audit log tells of: the noun, and what was done to it. Each has words in messages/<locale>/audit.json. */
export const AUDIT_ACTIONS = [
  "workspace.created", "workspace.updated",
  "member.invited", "invitation.withdrawn", "member.joined", "member.roleChanged", "member.removed", "member.left",
  "person.signedIn", "person.signedOut", "person.passwordChanged", "person.resetLinkMade", "person.passwordReset", "person.renamed",
  "apiKey.created", "apiKey.revoked",
  "subscription.created", "subscription.updated", "subscription.statusChanged", "subscription.deleted",
  "secret.rotated", "secret.revealed",
  "product.created", "product.updated", "product.archived", "product.unarchived",
  "eventType.created", "eventType.updated", "eventType.deleted",
  "receiver.created", "receiver.updated", "receiver.cleared", "receiver.deleted",
  "replay.started", "replay.paused", "replay.resumed", "replay.cancelled",
  "held.released", "held.skipped", "delivery.resent",
  "test.sent", "scenario.saved", "scenario.deleted", "scenario.started", "scenario.cancelled", "sample.kept", "sample.removed", "events.exported",
  "trouble.acknowledged",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditValues = Record<string, unknown>;

/** What stands in the log for what is secret. */
export const HIDDEN = "(hidden)";
const SECRET_NAME = /secret|password|token|hash|encrypted|hottok|authorization/i;

/** Values fit to be kept for ever: what is named like a secret is hidden, and so are header values. */
export function withoutSecrets(values: AuditValues): AuditValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hide(name, value)]));
}

function hide(name: string, value: unknown): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (SECRET_NAME.test(name)) return HIDDEN;
  if (name === "headers" && Array.isArray(value)) return value.map((header: unknown) => (isPlain(header) ? { ...header, value: HIDDEN } : header));
  if (Array.isArray(value)) return value.map((item) => (isPlain(item) ? withoutSecrets(item) : item));
  return isPlain(value) ? withoutSecrets(value) : value;
}

function isPlain(value: unknown): value is AuditValues {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Of two states, only what differs: `before` and `after` with the same names. */
export function difference(before: AuditValues, after: AuditValues): { before: AuditValues; after: AuditValues } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => after[name] !== undefined && JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name]));
  const pick = (values: AuditValues) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}
