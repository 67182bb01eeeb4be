import { z } from "zod";
import { showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";

export const ListApiKeysInput = z.object({});
export type ListApiKeysInput = z.input<typeof ListApiKeysInput>;

/** The workspace's API keys that are not revoked, newest first. */
export async function listApiKeys({ ctx }: Call<ListApiKeysInput>) {
  const rows = await ctx.db.apiKey.findMany({ where: { workspaceId: ctx.workspaceId, revokedAt: null }, orderBy: { id: "desc" } });
  return rows.map((row) => ({
    id: showId("apiKey", row.id),
    name: row.name,
    keyPrefix: row.keyPrefix,
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
  }));
}
