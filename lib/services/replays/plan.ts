import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { FAILURE_KINDS } from "@/lib/domain/failure";
import { idSchema, newUuid } from "@/lib/domain/ids";
import { REPLAY_INCLUDES, REPLAY_RATE, type ReplayFilter } from "@/lib/domain/replay";
import { historyStart } from "@/lib/domain/retention";
import { normaliseSearchTerm } from "@/lib/domain/search-terms";
import type { Call, Ctx } from "@/lib/services/context";
import { countRefused, readFilters } from "./filtered";
import { pairsOf, type ReplayScope } from "./pairs";
import { type ReplayTarget, showReplay, type ReplayDetail } from "./read";
import { momentSchema } from "@/lib/services/page";

export const PlanReplayInput = z.object({
  /** To whom; none means every subscription. */
  subscriptionIds: z.array(idSchema("subscription")).max(100).default([]),
  /** Events received from here (included); without it, all that is kept. */
  from: momentSchema.optional(),
  /** To here (excluded); now, without it. What comes later is never part of a replay. */
  to: momentSchema.optional(),
  /** Which deliveries, by their state when their turn comes; `never` also sends events that a subscription selects and never got. */
  include: z.array(z.enum(REPLAY_INCLUDES)).min(1).default(["failed", "retrying"]),
  eventIds: z.array(idSchema("event")).min(1).max(1_000).optional(),
  productId: idSchema("product").optional(),
  eventType: z.string().max(128).optional(),
  test: z.enum(["all", "only", "hide"]).default("hide"),
  /** An id, an external id, a transaction or an e-mail. */
  search: z.string().trim().max(300).optional(),
  /** The last answer, or its class: 401, 5xx. */
  response: z.string().regex(/^[1-5](\d\d|xx)$/, "A status such as 401, or a class such as 5xx").optional(),
  /** Why the last attempt failed. */
  failure: z.enum(FAILURE_KINDS).optional(),
  /** Whether a person has had the delivery sent again, by a resend or a replay. */
  resent: z.enum(["yes", "no"]).optional(),
  /** Of each product, the next goes out when the one before it was answered. */
  keepOrder: z.boolean().default(false),
  ratePerSec: z.int().min(REPLAY_RATE.min).max(REPLAY_RATE.max).default(REPLAY_RATE.default),
  /** What fails is tried again by the schedule. Without it, one attempt each; an event that never went there has its schedule anyhow. */
  retries: z.boolean().default(false),
});
export type PlanReplayInput = z.input<typeof PlanReplayInput>;

/** Counts what a replay would send, and to whom, and keeps that as a plan. Nothing is sent until it is started. */
export async function planReplay({ ctx, input }: Call<PlanReplayInput>): Promise<ReplayDetail> {
  const values = PlanReplayInput.parse(input);
  const now = ctx.now();
  const from = new Date(Math.max(values.from ? Date.parse(values.from) : 0, historyStart(now).getTime()));
  const to = new Date(Math.min(values.to ? Date.parse(values.to) : Infinity, now.getTime()));
  if (from >= to) throw new AppError("invalid", "The period is empty.", { issues: [{ path: "to", message: "The end must lie after the beginning" }] });
  const subscriptions = await chooseSubscriptions(ctx, values.subscriptionIds);
  const filter: ReplayFilter = { test: values.test };
  for (const name of ["eventIds", "productId", "eventType", "response", "failure", "resent"] as const) if (values[name]) Object.assign(filter, { [name]: values[name] });
  if (values.search) filter.search = normaliseSearchTerm(values.search) ?? values.search;
  const include = [...new Set(values.include)];
  const scope: ReplayScope = { workspaceId: ctx.workspaceId, filter, from, to, subscriptionIds: subscriptions.map((one) => one.id), include };
  const targets = await countTargets(ctx, scope, subscriptions);
  const replay = await ctx.db.replay.create({
    data: {
      id: newUuid(now), workspaceId: ctx.workspaceId, filter: { ...filter }, fromAt: from, toAt: to, subscriptionIds: scope.subscriptionIds, include,
      targets: targets.map((target) => ({ ...target })), keepOrder: values.keepOrder, ratePerSec: values.ratePerSec, retries: values.retries,
      plannedCount: targets.reduce((sum, target) => sum + target.count, 0), createdAt: now, createdBy: ctx.actor.name,
    },
  });
  return showReplay(ctx, replay);
}

async function chooseSubscriptions(ctx: Ctx, ids: string[]): Promise<{ id: string; name: string }[]> {
  const chosen = [...new Set(ids)];
  const subscriptions = await ctx.db.subscription.findMany({
    where: { workspaceId: ctx.workspaceId, deletedAt: null, ...(chosen.length > 0 ? { id: { in: chosen } } : {}) },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
  if (subscriptions.length > 0 && subscriptions.length >= chosen.length) return subscriptions;
  throw new AppError("invalid", "There is no such subscription to send to.", { issues: [{ path: "subscriptionIds", message: "no such subscription" }] });
}

async function countTargets(ctx: Ctx, scope: ReplayScope, subscriptions: { id: string; name: string }[]): Promise<ReplayTarget[]> {
  const rows = await ctx.db.$queryRaw<{ id: string; count: number }[]>`
    SELECT subscription_id::text AS id, count FROM (SELECT subscription_id, count(*)::int AS count FROM (${pairsOf(scope, null)}) AS pair GROUP BY subscription_id) AS counted`;
  const counts = new Map(rows.map((row) => [row.id, row.count]));
  const filters = scope.include.includes("never") ? await readFilters(ctx.db, scope.workspaceId, scope.subscriptionIds) : new Map<string, never>();
  const targets: ReplayTarget[] = [];
  for (const { id, name } of subscriptions) {
    const filter = filters.get(id);
    const { refused, isEstimate } = filter && counts.has(id) ? await countRefused(ctx.db, scope, id, filter) : { refused: 0, isEstimate: false };
    const count = (counts.get(id) ?? 0) - refused;
    if (count > 0) targets.push({ subscriptionId: id, name, count, isEstimate });
  }
  return targets;
}
