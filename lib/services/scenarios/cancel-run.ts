import { z } from "zod";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { endRun } from "./send-due-steps";

export const CancelRunInput = z.object({ runId: idSchema("scenarioRun") });
export type CancelRunInput = z.input<typeof CancelRunInput>;

/** Ends a running story; what was sent stays in the history. */
export async function cancelRun({ ctx, input }: Call<CancelRunInput>): Promise<void> {
  const { runId } = CancelRunInput.parse(input);
  const run = await ctx.db.scenarioRun.findFirst({ where: { id: runId, workspaceId: ctx.workspaceId }, select: { status: true } });
  if (!run) throw notFound("scenario run");
  if (run.status !== "running") throw new AppError("conflict", "This scenario has ended already.", { fix: "Nothing is left to cancel." });
  await ctx.db.$transaction(async (tx) => {
    await endRun(tx, { runId, by: ctx.actor.name, now: ctx.now() });
    await recordAudit(tx, ctx, { action: "scenario.cancelled", target: { kind: "scenarioRun", id: runId } });
  });
}
