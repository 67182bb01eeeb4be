import { showId } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";
import { type Page, wholeList } from "@/lib/services/page";
import type { KeptSettings } from "./settings";

export interface SavedScenarioRow {
  id: string;
  name: string;
  settings: KeptSettings;
  createdBy: string;
  createdAt: Date;
}

/** What the workspace has saved of scenarios, by name. */
export async function listScenarios({ ctx }: { ctx: Ctx }): Promise<Page<SavedScenarioRow>> {
  const rows = await ctx.db.savedScenario.findMany({ where: { workspaceId: ctx.workspaceId }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  return wholeList(rows.map((row) => ({ id: showId("savedScenario", row.id), name: row.name, settings: row.settings as unknown as KeptSettings, createdBy: row.createdBy, createdAt: row.createdAt })));
}
