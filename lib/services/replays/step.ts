import type { Db, Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import { feedReplay } from "./feed";
import { fillReplay } from "./fill";
import { changeItems, countUpdate, type CountChanges, type ReplayProgress, sumCounts } from "./items";
import { settleItems } from "./settle";

const TIMEOUT_MS = 30_000;

/** The replays that have something to do. @param options.isThorough also those that only wait for retries of what failed */
export async function listOpenReplays(db: Db, options: { isThorough: boolean }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM replays
    WHERE (status = 'running' OR queued_count > 0 OR retrying_count > 0) AND (${options.isThorough} OR status = 'running' OR queued_count > 0)
    ORDER BY id`;
  return rows.map((row) => row.id);
}

/**
 * One step of a replay: notes answers, sends what the rate lets go, and looks for more. All of it is one transaction that holds
 * the replay's row: of two runners one steps, and a step that dies half-way has not happened.
 * @returns `busy` when another runner is at it, `moved` when there may be more to do at once
 */
export async function stepReplay({ db, replayId, now, isThorough = false }: { db: Db; replayId: string; now: Date; isThorough?: boolean }): Promise<"busy" | "moved" | "idle"> {
  return db.$transaction(async (tx) => {
    const locked = await tx.$queryRaw<{ id: string }[]>`SELECT id::text FROM replays WHERE id = ${replayId}::uuid FOR UPDATE SKIP LOCKED`;
    if (locked.length === 0) return "busy";
    const replay = await tx.replay.findUniqueOrThrow({ where: { id: replayId } });
    const settled = await settleItems(tx, replay, isThorough ? ["queued", "retrying"] : ["queued"], now);
    const sent = replay.status === "running" ? await sendMore(tx, replay, now) : { counts: {}, update: {} };
    const counts = sumCounts(settled, sent.counts);
    const updated = await tx.replay.update({ where: { id: replayId }, data: { ...sent.update, ...countUpdate(counts) } });
    if (updated.status === "running" && updated.isScanned && updated.pendingCount === 0 && updated.queuedCount === 0) {
      await tx.replay.update({ where: { id: replayId }, data: { status: "done", endedAt: now } });
    }
    return Object.keys(counts).length > 0 ? "moved" : "idle";
  }, { timeout: TIMEOUT_MS, maxWait: 10_000 });
}

async function sendMore(tx: Tx, replay: Replay, now: Date): Promise<{ counts: CountChanges; update: ReplayProgress }> {
  const subscriptions = await tx.subscription.findMany({ where: { id: { in: replay.subscriptionIds }, workspaceId: replay.workspaceId }, select: { id: true, status: true, deletedAt: true, endpointState: { select: { downSince: true } } } });
  const present = subscriptions.filter((subscription) => subscription.deletedAt === null);
  // What a paused one is to get waits for it here, not in the queue.
  const active = present.filter((subscription) => subscription.status === "active");
  const activeIds = active.map((subscription) => subscription.id);
  const downIds = active.filter((subscription) => subscription.endpointState?.downSince).map((subscription) => subscription.id);
  const gone = await dropGone(tx, replay, present.map((subscription) => subscription.id), now);
  const filled = present.length === 0 ? { counts: {}, update: { isScanned: true } } : await fillReplay(tx, replay, activeIds);
  const fed = await feedReplay(tx, replay, { activeIds, downIds }, now);
  return { counts: sumCounts(gone, filled.counts, fed.counts), update: { ...filled.update, ...fed.update } };
}

/** What waits for a subscription that was deleted waits for nothing. */
async function dropGone(tx: Tx, replay: Replay, presentIds: string[], now: Date): Promise<CountChanges> {
  if (presentIds.length === replay.subscriptionIds.length) return {};
  const items = await tx.replayItem.findMany({
    where: { replayId: replay.id, state: "pending", subscriptionId: { notIn: presentIds } },
    select: { eventId: true, subscriptionId: true },
    take: 5_000,
  });
  return changeItems(tx, replay.id, items.map((item) => ({ ...item, state: "cancelled" })), now);
}
