import { z } from "zod";
import { buildEnvelope } from "@/lib/domain/envelope";
import { findEventType } from "@/lib/domain/event-types/catalogue";
import { AppError } from "@/lib/domain/errors";
import { newUuid, showId } from "@/lib/domain/ids";
import { SubscriptionInput } from "@/lib/domain/subscription";
import { buildWebhookRequest } from "@/lib/domain/webhook-request";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { createSender } from "@/lib/outbound/send";
import { recordAudit } from "@/lib/services/audit/record";
import type { Call } from "@/lib/services/context";
import { getDraft, type GetDraftInput } from "./drafts";
import { toStored } from "./values";

export type TestDraftInput = GetDraftInput & { eventType: string; subscription: SubscriptionInput };
const EventTypeInput = z.object({ eventType: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/) });

export interface DraftTestResult {
  responseStatus: number | null;
  responseBody: string | null;
  failureKind: string | null;
  failureDetail: string | null;
  durationMs: number;
  requestBody: string;
}

/**
 * Sends a sample to the address of a subscription that is not saved yet, signed with the secret that it will have.
 * There is no subscription that it could belong to, so it goes at once, by no queue, and leaves a trace in the audit log only.
 */
export async function testDraft({ ctx, input, policy }: Call<TestDraftInput> & { policy: OutboundPolicy }): Promise<DraftTestResult> {
  const { eventType } = EventTypeInput.parse(input);
  const { secret } = await getDraft({ ctx, input: { id: input.id } });
  const values = SubscriptionInput.parse(input.subscription);
  // Held against the same rules as when it is saved.
  await toStored({ ctx, tx: ctx.db, policy, values });
  const now = ctx.now();
  const id = newUuid(now);
  const data = await sampleOf(ctx, eventType);
  const request = buildWebhookRequest({
    id: showId("event", id),
    eventType,
    body: buildEnvelope({ externalId: id, occurredAt: now, eventType, isTest: true, data }),
    target: { format: values.format, secrets: [secret], headers: values.headers.map(({ name, value }) => ({ name, value: value ?? "" })), hottok: values.hotmartCompatible ? values.hottok || null : null },
    attempt: 1,
    retriesRemaining: 0,
    timestampSec: Math.floor(now.getTime() / 1_000),
  });
  await recordAudit(ctx.db, ctx, { action: "test.sent", after: { url: values.url, eventType } });
  const sender = createSender(policy);
  try {
    const { responseStatus, responseBody, failureKind, failureDetail, durationMs } = await sender.send({ url: values.url, ...request, timeoutMs: values.timeoutMs });
    return { responseStatus, responseBody, failureKind, failureDetail, durationMs, requestBody: request.body };
  } finally {
    await sender.destroy();
  }
}

/** The first sample of a type: a built-in one's, or the workspace's own; an empty object where there is none. */
async function sampleOf(ctx: Call<unknown>["ctx"], eventType: string): Promise<string> {
  const known = findEventType(eventType)?.samples[0]?.data;
  if (known) return known;
  const own = await ctx.db.eventType.findFirst({ where: { workspaceId: ctx.workspaceId, name: eventType }, select: { sample: true } });
  try {
    const value = JSON.parse(own?.sample ?? "{}") as { data?: unknown };
    return JSON.stringify(typeof value.data === "object" && value.data !== null ? value.data : value);
  } catch {
    throw new AppError("invalid", "The sample of this event type is not JSON.", { fix: "Correct it under Event types, or choose another type.", issues: [{ path: "eventType", message: "Its sample is not JSON" }] });
  }
}
