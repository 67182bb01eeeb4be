import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { type Page, toPage } from "@/lib/services/page";
import type { KeptSettings } from "./settings";

export const ListRunsInput = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** The id of the last run of the page before. */
  cursor: idSchema("scenarioRun").optional(),
});
export type ListRunsInput = z.input<typeof ListRunsInput>;

export type RunStatus = "running" | "finished" | "cancelled";
export interface RunRow {
  id: string;
  scenario: string;
  status: RunStatus;
  settings: KeptSettings;
  startedBy: string;
  startedAt: Date;
  endedAt: Date | null;
  stepCount: number;
  sentCount: number;
}

/** The workspace's runs, newest first. */
export async function listRuns({ ctx, input }: Call<ListRunsInput>): Promise<Page<RunRow>> {
  const { limit, cursor } = ListRunsInput.parse(input);
  const rows = await ctx.db.scenarioRun.findMany({
    where: { workspaceId: ctx.workspaceId, ...(cursor ? { id: { lt: cursor } } : {}) },
    include: { steps: { select: { status: true } } },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => ({
    id: showId("scenarioRun", row.id),
    scenario: row.scenario,
    status: row.status as RunStatus,
    settings: row.settings as unknown as KeptSettings,
    startedBy: row.startedBy,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    stepCount: row.steps.length,
    sentCount: row.steps.filter((step) => step.status === "sent").length,
  }), (row) => showId("scenarioRun", row.id));
}
