import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export interface ApiKeyItem {
  id: string;
  name: string;
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** The workspace's API keys, newest first, revoked ones too. */
export async function listApiKeys({ ctx }: { ctx: Ctx }): Promise<ApiKeyItem[]> {
  const rows = await ctx.db.apiKey.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: { id: "desc" } });
  return rows.map((row) => ({
    id: showId("apiKey", row.id),
    name: row.name,
    prefix: row.keyPrefix,
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }));
}
