import type { Ctx } from "@/lib/services/context";

const SILENT_AFTER_MS = 30_000;

/** Whether a worker has shown signs of life lately, and when the last one was. */
export async function readWorkerBeat({ ctx }: { ctx: Ctx }): Promise<{ isAlive: boolean; lastBeatAt: Date | null }> {
  const { _max: { beatAt } } = await ctx.db.workerHeartbeat.aggregate({ _max: { beatAt: true } });
  return { isAlive: beatAt !== null && ctx.now().getTime() - beatAt.getTime() < SILENT_AFTER_MS, lastBeatAt: beatAt };
}
