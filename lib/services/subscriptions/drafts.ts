import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { AppError, notFound } from "@/lib/domain/errors";
import { idSchema, newUuid, showId } from "@/lib/domain/ids";
import { seal, unseal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { DraftValues } from "@/lib/domain/subscription-draft";
import type { Call, Ctx } from "@/lib/services/context";

/** Drafts of one person; the oldest make room. */
const MAX_DRAFTS = 10;

export const SaveDraftInput = z.object({ id: idSchema("subscriptionDraft").nullable(), step: z.int().min(1).max(3), values: DraftValues });
export type SaveDraftInput = z.input<typeof SaveDraftInput>;
export const GetDraftInput = z.object({ id: idSchema("subscriptionDraft") });
export type GetDraftInput = z.input<typeof GetDraftInput>;

export interface Draft {
  id: string;
  step: number;
  values: DraftValues;
  /** The signing secret that the subscription will have. */
  secret: string;
  updatedAt: Date;
}

const Sealed = z.object({ step: z.int(), values: DraftValues, secret: z.string() });

/** Keeps what someone has typed of a new subscription, so that they can leave and come back. */
export async function saveDraft({ ctx, input }: Call<SaveDraftInput>): Promise<{ id: string }> {
  const { id, step, values } = SaveDraftInput.parse(input);
  const now = ctx.now();
  const before = id ? await findDraft(ctx, id) : null;
  const sealed = seal(ctx.secretKey, JSON.stringify({ step, values, secret: before?.secret ?? newSecret() }));
  if (id) {
    const { count } = await ctx.db.subscriptionDraft.updateMany({ where: { id }, data: { sealed, updatedAt: now } });
    if (count === 0) throw notFound("draft");
    return { id: showId("subscriptionDraft", id) };
  }
  const mine = { workspaceId: ctx.workspaceId, createdBy: ownerOf(ctx) };
  const old = await ctx.db.subscriptionDraft.findMany({ where: mine, select: { id: true }, orderBy: { updatedAt: "desc" }, skip: MAX_DRAFTS - 1 });
  await ctx.db.subscriptionDraft.deleteMany({ where: { id: { in: old.map((row) => row.id) } } });
  const made = newUuid(now);
  await ctx.db.subscriptionDraft.create({ data: { id: made, ...mine, sealed, createdAt: now, updatedAt: now } });
  return { id: showId("subscriptionDraft", made) };
}

/** A draft of the person who asks. @throws AppError not_found, also for other people's: it may hold their credentials */
export async function getDraft({ ctx, input }: Call<GetDraftInput>): Promise<Draft> {
  return findDraft(ctx, GetDraftInput.parse(input).id);
}

/** The drafts of the person who asks, the newest first. */
export async function listDrafts({ ctx }: { ctx: Ctx }): Promise<Draft[]> {
  const rows = await ctx.db.subscriptionDraft.findMany({ where: { workspaceId: ctx.workspaceId, createdBy: ownerOf(ctx) }, orderBy: { updatedAt: "desc" }, take: MAX_DRAFTS });
  return rows.flatMap((row) => open(ctx, row) ?? []);
}

/** Throws a draft away. */
export async function discardDraft({ ctx, input }: Call<GetDraftInput>): Promise<void> {
  const { id } = GetDraftInput.parse(input);
  const { count } = await ctx.db.subscriptionDraft.deleteMany({ where: { id, workspaceId: ctx.workspaceId, createdBy: ownerOf(ctx) } });
  if (count === 0) throw notFound("draft");
}

/**
 * Takes a draft out, for who makes its subscription in the same transaction: of two tabs that finish one, the second waits for
 * the first and is told. @throws AppError not_found, also for other people's
 */
export async function takeDraft(ctx: Ctx, tx: Tx, input: GetDraftInput): Promise<Draft> {
  const { id } = GetDraftInput.parse(input);
  const [row] = await tx.$queryRaw<{ id: string; sealed: string; updatedAt: Date }[]>`
    DELETE FROM subscription_drafts WHERE id = ${id}::uuid AND workspace_id = ${ctx.workspaceId}::uuid AND created_by = ${ownerOf(ctx)}
    RETURNING id::text, sealed, updated_at AS "updatedAt"`;
  const draft = row && open(ctx, row);
  if (!draft) throw new AppError("not_found", "This draft is no longer there: it was finished or discarded elsewhere.", { fix: "Look whether the subscription is on the list before you make it again." });
  return draft;
}

async function findDraft(ctx: Ctx, id: string): Promise<Draft> {
  const row = await ctx.db.subscriptionDraft.findFirst({ where: { id, workspaceId: ctx.workspaceId, createdBy: ownerOf(ctx) } });
  const draft = row && open(ctx, row);
  if (!draft) throw notFound("draft");
  return draft;
}

/** Null for one that was sealed with another key, or by a version that kept other things. */
function open(ctx: Ctx, row: { id: string; sealed: string; updatedAt: Date }): Draft | null {
  try {
    return { id: showId("subscriptionDraft", row.id), ...Sealed.parse(JSON.parse(unseal(ctx.secretKey, row.sealed))), updatedAt: row.updatedAt };
  } catch {
    return null;
  }
}

function ownerOf(ctx: Ctx): string {
  if (ctx.actor.kind === "system") throw new AppError("forbidden", "Only a person keeps drafts.");
  return ctx.actor.id;
}
