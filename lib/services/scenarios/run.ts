import { randomInt } from "node:crypto";
import { z } from "zod";
import { AppError, notFound } from "@/lib/domain/errors";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import { planScenario } from "@/lib/domain/scenarios";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call, Ctx } from "@/lib/services/context";
import { keepSettings, ScenarioSettings, subscriptionUuids } from "./settings";

/** What is told at once by a workspace. */
const RUNNING_AT_MOST = 20;

export const RunScenarioInput = ScenarioSettings;
export type RunScenarioInput = z.input<typeof RunScenarioInput>;

/** Begins to tell a story: all its steps are written, and the worker sends each when it is due. */
export async function runScenario({ ctx, input }: Call<RunScenarioInput>): Promise<{ runId: string }> {
  const settings = keepSettings(input);
  const { db, workspaceId } = ctx;
  const subscriptionIds = subscriptionUuids(settings);
  const found = await db.subscription.count({ where: { id: { in: subscriptionIds }, workspaceId, deletedAt: null } });
  if (found !== subscriptionIds.length) throw notFound("subscription");
  if ((await db.scenarioRun.count({ where: { workspaceId, status: "running" } })) >= RUNNING_AT_MOST) {
    throw new AppError("limit_exceeded", `${RUNNING_AT_MOST} scenarios are running already.`, { fix: "Wait until one has ended, or cancel one." });
  }
  const productId = settings.productId ? readId("product", settings.productId) : null;
  const startAt = ctx.now();
  const steps = planScenario({ ...settings, product: { ...(await readProduct(ctx, productId)), price: settings.price }, startAt, seed: randomInt(2 ** 31) });
  const id = newUuid(startAt);
  await db.$transaction(async (tx) => {
    await tx.scenarioRun.create({
      data: {
        id, workspaceId, scenario: settings.scenario, settings, subscriptionIds, productId, startedBy: ctx.actor.name, startedAt: startAt,
        steps: { create: steps.map(({ data, ...step }, index) => ({ number: index + 1, ...step, data: JSON.stringify(data) })) },
      },
    });
    await recordAudit(tx, ctx, { action: "scenario.started", target: { kind: "scenarioRun", id }, after: { scenario: settings.scenario, subscriptions: settings.subscriptionIds } });
  });
  return { runId: showId("scenarioRun", id) };
}

const EXAMPLE = { id: 5_140_377, ucode: "0c1b6f2e-64a4-4f6b-9f0b-7f5ad3f8a2d1", name: "Fotografia com Celular" };

/** The product as the seller's platform would name it. */
async function readProduct(ctx: Ctx, id: string | null): Promise<{ id: number | string; ucode: string | null; name: string }> {
  if (!id) return EXAMPLE;
  const product = await ctx.db.product.findFirst({ where: { id, workspaceId: ctx.workspaceId }, select: { name: true, externalId: true, ucode: true } });
  if (!product) throw notFound("product");
  const { externalId, ucode, name } = product;
  const isNumber = externalId !== null && /^[1-9]\d{0,14}$/.test(externalId);
  return { id: isNumber ? Number(externalId) : (externalId ?? showId("product", id)), ucode, name };
}
