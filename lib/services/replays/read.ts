import type { Tx } from "@/lib/db/client";
import type { Replay } from "@/lib/db/generated/client";
import { showId } from "@/lib/domain/ids";
import { type ReplayFilter, replayDurationMs, REPLAY_MOVES, type ReplayInclude, type ReplayItemState, type ReplayMove, type ReplayStatus } from "@/lib/domain/replay";

/** As it is stored: ids are database UUIDs, the name is as it was then. */
export interface ReplayTarget {
  subscriptionId: string;
  name: string;
  count: number;
  /** The subscription has a filter, and there were too many payloads to read them all for the plan. */
  isEstimate?: boolean;
}

export interface ReplayDetail {
  id: string;
  status: ReplayStatus;
  /** What may be asked of it now. */
  moves: readonly ReplayMove[];
  from: Date;
  to: Date;
  /** How many deliveries by the plan, in all and to each. */
  planned: number;
  targets: { subscription: { id: string; name: string; status: string }; count: number; isEstimate: boolean }[];
  filter: { eventIds: string[] | null; product: { id: string; name: string } | null; eventType: string | null; test: "all" | "only" | "hide"; search: string | null; response: string | null; failure: string | null; resent: "yes" | "no" | null };
  include: ReplayInclude[];
  keepOrder: boolean;
  ratePerSec: number;
  retries: boolean;
  /** At its rate, when every answer comes at once. */
  durationMs: number;
  /** How many stand how, of those that were looked at so far. */
  counts: Record<ReplayItemState, number>;
  createdAt: Date;
  createdBy: string;
  startedAt: Date | null;
  startedBy: string | null;
  changedAt: Date | null;
  changedBy: string | null;
  endedAt: Date | null;
}

/** A replay as it is told. */
export async function showReplay(ctx: { db: Tx; workspaceId: string }, replay: Replay): Promise<ReplayDetail> {
  const [detail] = await showReplays(ctx, [replay]);
  return detail!;
}

/** A subscription's status; an active one whose endpoint is down shows as `down`. */
function targetStatus(now: { status: string; deletedAt: Date | null; endpointState: { downSince: Date | null } | null } | undefined): string {
  if (!now || now.deletedAt) return "deleted";
  return now.status === "active" && now.endpointState?.downSince ? "down" : now.status;
}

/** Many, with two queries for all. */
export async function showReplays({ db, workspaceId }: { db: Tx; workspaceId: string }, replays: Replay[]): Promise<ReplayDetail[]> {
  const targets = replays.flatMap((replay) => replay.targets as unknown as ReplayTarget[]);
  const subscriptions = await db.subscription.findMany({
    where: { workspaceId, id: { in: [...new Set(targets.map((target) => target.subscriptionId))] } },
    select: { id: true, name: true, status: true, deletedAt: true, endpointState: { select: { downSince: true } } },
  });
  const filters = replays.map((replay) => replay.filter as unknown as ReplayFilter);
  const products = await db.product.findMany({ where: { workspaceId, id: { in: filters.flatMap((filter) => filter.productId ?? []) } }, select: { id: true, name: true } });
  const byId = new Map(subscriptions.map((one) => [one.id, one]));
  const names = new Map(products.map((product) => [product.id, product.name]));
  return replays.map((replay, index) => {
    const filter = filters[index]!;
    const status = replay.status as ReplayStatus;
    return {
      id: showId("replay", replay.id),
      status,
      moves: REPLAY_MOVES[status],
      from: replay.fromAt,
      to: replay.toAt,
      planned: replay.plannedCount,
      targets: (replay.targets as unknown as ReplayTarget[]).map(({ subscriptionId, name, count, isEstimate = false }) => {
        const now = byId.get(subscriptionId);
        return { subscription: { id: showId("subscription", subscriptionId), name: now?.name ?? name, status: targetStatus(now) }, count, isEstimate };
      }),
      filter: {
        eventIds: filter.eventIds?.map((id) => showId("event", id)) ?? null,
        product: filter.productId ? { id: showId("product", filter.productId), name: names.get(filter.productId) ?? "" } : null,
        eventType: filter.eventType ?? null,
        test: filter.test,
        search: filter.search ?? null,
        response: filter.response ?? null,
        failure: filter.failure ?? null,
        resent: filter.resent ?? null,
      },
      include: replay.include as ReplayInclude[],
      keepOrder: replay.keepOrder,
      ratePerSec: replay.ratePerSec,
      retries: replay.retries,
      durationMs: replayDurationMs(replay.plannedCount, replay.ratePerSec),
      counts: {
        pending: replay.pendingCount, queued: replay.queuedCount, retrying: replay.retryingCount, delivered: replay.deliveredCount,
        failed: replay.failedCount, skipped: replay.skippedCount, cancelled: replay.cancelledCount,
      },
      createdAt: replay.createdAt,
      createdBy: replay.createdBy,
      startedAt: replay.startedAt,
      startedBy: replay.startedBy,
      changedAt: replay.changedAt,
      changedBy: replay.changedBy,
      endedAt: replay.endedAt,
    };
  });
}
