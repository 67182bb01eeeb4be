import { z } from "zod";
import type { Prisma } from "@/lib/db/client";
import { AUDIT_ACTIONS, type AuditAction, type AuditValues } from "@/lib/domain/audit";
import { idSchema, showId, uuidFloor, uuidTime } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { momentSchema, type Page, toPage } from "@/lib/services/page";

export const ListAuditInput = z.object({
  action: z.enum(AUDIT_ACTIONS).optional(),
  /** A person's or an API key's id. */
  actorId: z.union([idSchema("user"), idSchema("apiKey")]).optional(),
  /** The shown id of what was changed, as sub_… */
  targetId: z.string().max(40).optional(),
  from: momentSchema.optional(),
  until: momentSchema.optional(),
  cursor: idSchema("audit").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListAuditInput = z.input<typeof ListAuditInput>;

export interface AuditRow {
  id: string;
  at: Date;
  actor: { kind: "user" | "apiKey" | "system"; id: string | null; name: string };
  address: string | null;
  action: AuditAction;
  target: { id: string; name: string | null } | null;
  before: AuditValues | null;
  after: AuditValues | null;
}

/** What was changed in the workspace, newest first. */
export async function listAudit({ ctx, input }: Call<ListAuditInput>): Promise<Page<AuditRow>> {
  const { action, actorId, targetId, from, until, cursor, limit } = ListAuditInput.parse(input);
  const id: Prisma.UuidFilter[] = [
    ...(cursor ? [{ lt: cursor }] : []),
    ...(from ? [{ gte: uuidFloor(new Date(from)) }] : []),
    ...(until ? [{ lt: uuidFloor(new Date(until)) }] : []),
  ];
  const rows = await ctx.db.auditEntry.findMany({
    where: { workspaceId: ctx.workspaceId, action, actorId, targetId, AND: id.map((range) => ({ id: range })) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, (row): AuditRow => ({
    id: showId("audit", row.id),
    at: uuidTime(row.id),
    actor: { kind: row.actorKind as AuditRow["actor"]["kind"], id: row.actorId && showId(row.actorKind === "apiKey" ? "apiKey" : "user", row.actorId), name: row.actorName },
    address: row.address,
    action: row.action as AuditAction,
    target: row.targetId ? { id: row.targetId, name: row.targetName } : null,
    before: row.before as AuditValues | null,
    after: row.after as AuditValues | null,
  }), (row) => showId("audit", row.id));
}
