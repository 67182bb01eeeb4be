import type { Db } from "@/lib/db/client";

// What a workspace's own owner may cause without changing anything.
const NOT_LOOKED_AT = new Set(["api_keys"]);

/** A digest of all rows of a workspace, by table: two that are equal say that nothing of it was changed. */
export async function stateOf(db: Db, workspaceId: string): Promise<Record<string, string | null>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;
  const state: Record<string, string | null> = {};
  for (const { name } of tables.filter(({ name }) => !NOT_LOOKED_AT.has(name))) {
    const [row] = await db.$queryRawUnsafe<{ digest: string | null }[]>(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM "${name}" t WHERE workspace_id = $1::uuid`, workspaceId);
    state[name] = row!.digest;
  }
  return state;
}
