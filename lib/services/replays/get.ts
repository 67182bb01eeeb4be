import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { showReplay, type ReplayDetail } from "./read";

export const GetReplayInput = z.object({ replayId: idSchema("replay") });
export type GetReplayInput = z.input<typeof GetReplayInput>;

/** A replay: its plan, and how far it is. */
export async function getReplay({ ctx, input }: Call<GetReplayInput>): Promise<ReplayDetail> {
  const { replayId } = GetReplayInput.parse(input);
  const replay = await ctx.db.replay.findFirst({ where: { id: replayId, workspaceId: ctx.workspaceId } });
  if (!replay) throw notFound("replay");
  return showReplay(ctx, replay);
}
