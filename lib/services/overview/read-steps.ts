import { showId, uuidFloor } from "@/lib/domain/ids";
import type { Ctx } from "@/lib/services/context";

export interface FirstSteps {
  /** An address to receive at: one of Aviso's receivers, or a subscription's own. */
  hasAddress: boolean;
  hasSubscription: boolean;
  /** A test was delivered; or real events are, which is more than a test. */
  hasDelivered: boolean;
  receiverUrl: string | null;
  /** Where a first test goes; null when there is no subscription. */
  subscription: { id: string; name: string } | null;
  lastTest: { eventId: string; status: string; lastResponseStatus: number | null; lastFailureKind: string | null } | null;
}

const HOUR_MS = 3_600_000;

/** How far a workspace has come. A demo's history is not its own doing, so only a test counts there. */
export async function readFirstSteps({ ctx }: { ctx: Ctx }): Promise<FirstSteps> {
  const { db, workspaceId } = ctx;
  const [workspace, receiver, subscription, counts] = await Promise.all([
    db.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { isDemo: true } }),
    db.receiver.findFirst({ where: { workspaceId }, select: { token: true }, orderBy: { id: "asc" } }),
    // An active one first: "active" sorts before "disabled" and "paused".
    db.subscription.findFirst({ where: { workspaceId, deletedAt: null }, select: { id: true, name: true }, orderBy: [{ status: "asc" }, { id: "asc" }] }),
    // Whether there is one, not how many: tests have an index of their own, and the newest hours nearly always hold something delivered.
    db.$queryRaw<{ has_test: boolean; has_any: boolean; last_test_hour: Date | null }[]>`
      SELECT EXISTS (SELECT 1 FROM hourly_counts WHERE workspace_id = ${workspaceId}::uuid AND is_test AND outcome = 'delivered' AND count > 0) AS has_test,
        (SELECT true FROM hourly_counts WHERE workspace_id = ${workspaceId}::uuid AND outcome = 'delivered' AND count > 0 ORDER BY workspace_id DESC, hour DESC LIMIT 1) IS NOT NULL AS has_any,
        (SELECT max(hour) FROM hourly_counts WHERE workspace_id = ${workspaceId}::uuid AND is_test) AS last_test_hour`,
  ]);
  const { has_test, has_any, last_test_hour } = counts[0]!;
  return {
    hasAddress: receiver !== null || subscription !== null,
    hasSubscription: subscription !== null,
    hasDelivered: has_test || (!workspace.isDemo && has_any),
    receiverUrl: receiver && `${ctx.origin}/r/${receiver.token}`,
    subscription: subscription && { id: showId("subscription", subscription.id), name: subscription.name },
    lastTest: last_test_hour && (await findLastTest(ctx, last_test_hour)),
  };
}

async function findLastTest(ctx: Ctx, hour: Date): Promise<FirstSteps["lastTest"]> {
  const row = await ctx.db.delivery.findFirst({
    where: { workspaceId: ctx.workspaceId, isTest: true, eventId: { gte: uuidFloor(hour), lt: uuidFloor(hour.getTime() + HOUR_MS) } },
    select: { eventId: true, status: true, lastResponseStatus: true, lastFailureKind: true },
    orderBy: { eventId: "desc" },
  });
  return row && { ...row, eventId: showId("event", row.eventId) };
}
