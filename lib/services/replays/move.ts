import { z } from "zod";
import type { Replay } from "@/lib/db/generated/client";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema } from "@/lib/domain/ids";
import { REPLAY_MOVES, type ReplayMove, type ReplayStatus } from "@/lib/domain/replay";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { probeNow } from "@/lib/services/subscriptions/probe-now";
import { countUpdate, type CountChanges } from "./items";
import { showReplay, type ReplayDetail } from "./read";
import { withdrawItems } from "./withdraw";

export const MoveReplayInput = z.object({ replayId: idSchema("replay"), move: z.enum(["start", "pause", "resume", "cancel"]) });
export type MoveReplayInput = z.input<typeof MoveReplayInput>;

const AUDIT_ACTION = { start: "replay.started", pause: "replay.paused", resume: "replay.resumed", cancel: "replay.cancelled" } as const;
const AFTER = { start: "running", pause: "paused", resume: "running", cancel: "cancelled" } as const satisfies Record<ReplayMove, ReplayStatus>;

/**
 * Starts, pauses, resumes or cancels a replay. After a pause or a cancel nothing more of it begins; what is being sent at that
 * moment ends. Asking for what is so already changes nothing. @throws AppError `conflict` when its state does not allow it
 */
export async function moveReplay({ ctx, input }: Call<MoveReplayInput>): Promise<ReplayDetail> {
  const { replayId, move } = MoveReplayInput.parse(input);
  const now = ctx.now();
  const moved = await ctx.db.$transaction(async (tx) => {
    // The row's lock waits for a step that is under way, and keeps the next one out.
    const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id::text FROM replays WHERE id = ${replayId}::uuid AND workspace_id = ${ctx.workspaceId}::uuid FOR UPDATE`;
    if (rows.length === 0) throw notFound("replay");
    const replay = await tx.replay.findUniqueOrThrow({ where: { id: replayId } });
    const status = replay.status as ReplayStatus;
    if (status === AFTER[move]) return replay;
    if (!(REPLAY_MOVES[status] as readonly ReplayMove[]).includes(move)) throw refusal(status, move);
    const counts: CountChanges = move === "pause" || move === "cancel" ? await withdrawItems(tx, replay, move === "pause" ? "pending" : "cancelled", now) : {};
    if (move === "cancel") counts.cancelled = (counts.cancelled ?? 0) + (await cancelPending(tx, replay, now, counts));
    if (AFTER[move] === "running") await probeNow(tx, replay.subscriptionIds);
    // A plan that is thrown away changed nothing.
    if (replay.startedAt || move === "start") await recordAudit(tx, ctx, { action: AUDIT_ACTION[move], target: { kind: "replay", id: replayId }, before: { status }, after: { status: AFTER[move], planned: replay.plannedCount } });
    return tx.replay.update({ where: { id: replayId }, data: { ...countUpdate(counts), status: AFTER[move], ...trace(move, replay, ctx.actor.name, now) } });
  }, { timeout: 30_000, maxWait: 10_000 });
  return showReplay(ctx, moved);
}

async function cancelPending(tx: Parameters<typeof withdrawItems>[0], replay: Replay, now: Date, counts: CountChanges): Promise<number> {
  const { count } = await tx.replayItem.updateMany({ where: { replayId: replay.id, state: "pending" }, data: { state: "cancelled", settledAt: now } });
  counts.pending = (counts.pending ?? 0) - count;
  return count;
}

function trace(move: ReplayMove, replay: Replay, by: string, now: Date): Partial<Pick<Replay, "startedAt" | "startedBy" | "isScanned" | "changedAt" | "changedBy" | "endedAt">> {
  if (move === "start") return { startedAt: now, startedBy: by, isScanned: replay.plannedCount === 0 };
  return { changedAt: now, changedBy: by, ...(move === "cancel" ? { endedAt: now } : {}) };
}

function refusal(status: ReplayStatus, move: ReplayMove): AppError {
  const fixes: Record<ReplayStatus, string> = {
    planned: "Start it first, or throw the plan away.",
    running: "It is running: pause or cancel it.",
    paused: "It is paused: resume or cancel it.",
    cancelled: "It was cancelled. Plan a new replay for what is left.",
    done: "It is done. Plan a new replay to send again.",
  };
  return new AppError("conflict", `A replay that is ${status} cannot ${move}.`, { fix: fixes[status] });
}
