import { randomUUID } from "node:crypto";
import type { Attempted } from "@/lib/delivery/attempt";
import { loadJobs } from "@/lib/delivery/load";
import { recordAttempts } from "@/lib/delivery/record";
import { buildEnvelope } from "@/lib/domain/envelope";
import { readId } from "@/lib/domain/ids";
import { claimDue } from "@/lib/queue/claim";
import type { Ctx } from "@/lib/services/context";
import { storeEvents } from "@/lib/services/events/store-events";
import { moveReplay } from "@/lib/services/replays/move";
import { planReplay, type PlanReplayInput } from "@/lib/services/replays/plan";
import { stepReplay } from "@/lib/services/replays/step";

const DAY_MS = 86_400_000;

/** What tests of replays do: events of some days ago, a worker that answers, and a replay that is stepped to its end. */
export function replayStage(ctxNow: () => Ctx) {
  /** Events of a few days ago, a second apart. */
  async function store(count: number, values: { productId?: string; isTest?: boolean; daysAgo?: number; data?: string } = {}): Promise<{ eventId: string; deliveryId: string | undefined }[]> {
    const start = Date.now() - (values.daysAgo ?? 3) * DAY_MS;
    const stored = await storeEvents({
      ctx: ctxNow(),
      events: Array.from({ length: count }, (_, index) => {
        const at = new Date(start + index * 1_000);
        const externalId = randomUUID();
        return {
          eventType: "PURCHASE_APPROVED", productId: values.productId ?? null, externalId, occurredAt: at, receivedAt: at, isTest: values.isTest ?? false,
          body: buildEnvelope({ externalId, occurredAt: at, eventType: "PURCHASE_APPROVED", data: values.data ?? "{}" }), source: "api" as const, idempotencyKeys: [],
        };
      }),
    });
    return stored.map(({ eventId, deliveryIds }) => ({ eventId, deliveryId: deliveryIds[0] }));
  }

  /** Answers all that is due now, as the worker would. @returns the events, in the order in which they were claimed */
  async function answer(status: number, limit = 1_000): Promise<string[]> {
    const claims = await claimDue(ctxNow().db, { workerId: "w", limit });
    const { jobs } = await loadJobs(ctxNow().db, ctxNow().secretKey, claims, new Date());
    const isOk = status < 300;
    await recordAttempts(ctxNow().db, "w", jobs.map((job): Attempted => ({
      job, requestHeaders: [], requestBody: null,
      result: { startedAt: new Date(), durationMs: 1, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null, remoteAddress: null, proxy: null, responseStatus: status, responseHeaders: [], responseBody: "", responseEncoding: "utf8", responseBytes: 0, responseTruncated: false, failureKind: isOk ? null : "http_status", failureDetail: null },
      decision: isOk ? { next: "delivered" } : job.claim.scheduleStep + 1 >= job.maxAttempts ? { next: "failed", disable: null } : { next: "retry", at: new Date(Date.now() + 3_600_000) },
    })));
    // The endpoint counts as up, whatever it answered: what the breaker holds has its own tests.
    await ctxNow().db.endpointState.deleteMany();
    return claims.map((claim) => claim.eventId);
  }

  async function begin(input: PlanReplayInput): Promise<string> {
    const plan = await planReplay({ ctx: ctxNow(), input });
    await moveReplay({ ctx: ctxNow(), input: { replayId: plan.id, move: "start" } });
    return plan.id;
  }
  const step = (replayId: string, now: Date) => stepReplay({ db: ctxNow().db, replayId: readId("replay", replayId)!, now });
  const read = (replayId: string) => ctxNow().db.replay.findUniqueOrThrow({ where: { id: readId("replay", replayId)! } });
  /** Steps and answers until the replay is done. @returns the events in the order in which they went out */
  async function finish(replayId: string, status = 200): Promise<string[]> {
    const order: string[] = [];
    for (let at = Date.now(), turns = 0; (await read(replayId)).status === "running"; at += 1_000, turns++) {
      if (turns > 200) throw new Error("the replay does not end");
      await step(replayId, new Date(at));
      order.push(...(await answer(status)));
    }
    return order;
  }
  async function counts(): Promise<Record<string, number>> {
    const rows = await ctxNow().db.hourlyCount.groupBy({ by: ["outcome"], where: { workspaceId: ctxNow().workspaceId, outcome: { not: "received" } }, _sum: { count: true } });
    return Object.fromEntries(rows.map((row) => [row.outcome, Number(row._sum.count)]).filter(([, count]) => count !== 0));
  }
  async function tally(): Promise<Record<string, number>> {
    const rows = await ctxNow().db.delivery.groupBy({ by: ["status"], where: { workspaceId: ctxNow().workspaceId }, _count: true });
    return Object.fromEntries(rows.map((row) => [row.status, row._count]));
  }
  return { store, answer, begin, step, read, finish, counts, tally };
}
