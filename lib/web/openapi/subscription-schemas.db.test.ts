import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { readId, showId } from "@/lib/domain/ids";
import { listAttention } from "@/lib/services/attention/list";
import { listWaitingDeliveries } from "@/lib/services/attention/list-waiting";
import { checkSignature } from "@/lib/services/deliveries/check-signature";
import { compareAttempt } from "@/lib/services/deliveries/compare-attempt";
import { copyAsCurl } from "@/lib/services/deliveries/copy-as-curl";
import { ingestEvents } from "@/lib/services/events/ingest";
import { countFacets } from "@/lib/services/events/count-facets";
import { listEvents } from "@/lib/services/events/list";
import { listRelated } from "@/lib/services/events/list-related";
import { eventTimeline } from "@/lib/services/events/timeline";
import { backTest } from "@/lib/services/subscriptions/back-test";
import { listSubscriptionChanges } from "@/lib/services/subscriptions/list-changes";
import { preflightUrl } from "@/lib/services/subscriptions/preflight";
import { readSubscriptionHealth } from "@/lib/services/subscriptions/read-health";
import { setSubscriptionStatus } from "@/lib/services/subscriptions/set-status";
import { wholeList } from "@/lib/services/page";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import * as attempts from "./attempt-schemas";
import * as answers from "./subscription-schemas";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

function expectAs(schema: z.ZodType, value: unknown): void {
  const json: unknown = JSON.parse(JSON.stringify(value));
  expect(schema.parse(json)).toEqual(json);
}

test("what is answered about attempts, what waits, what needs attention and a selection is what the document says", async () => {
  const ctx = await createWorkspace(database.db);
  const { id: subscriptionUuid } = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const id = showId("subscription", subscriptionUuid);
  for (const n of [1, 2]) await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify({ event: "PURCHASE_APPROVED", data: { n, purchase: { transaction: "HP1" } } })) } });
  const { data: events } = await listEvents({ ctx, input: {} });
  for (const [index, status] of [[1, 200], [0, 500]] as const) {
    const delivery = events[index]!.deliveries[0]!;
    const where = { eventId: readId("event", events[index]!.id)!, id: readId("delivery", delivery.id)! };
    const failureKind = status === 200 ? null : "http_status";
    await ctx.db.attempt.create({
      data: {
        eventId: where.eventId, deliveryId: where.id, number: 1, workspaceId: ctx.workspaceId, subscriptionId: subscriptionUuid, trigger: "first", startedAt: new Date(), durationMs: 12,
        requestUrl: "https://crm.example.com/hook", requestHeaders: [["webhook-id", events[index]!.id], ["webhook-timestamp", "1700000000"], ["webhook-signature", "v1,x"]],
        responseStatus: status, responseHeaders: [["x-a", String(status)]], responseBody: "x", failureKind, workerId: "w",
      },
    });
    await ctx.db.delivery.updateMany({ where, data: { attemptCount: 1, status: failureKind ? "waiting" : "delivered", lastFailureKind: failureKind, lastResponseStatus: status, lastAttemptAt: new Date() } });
  }
  const ref = { deliveryId: events[0]!.deliveries[0]!.id, attemptNumber: 1 };
  const comparison = await compareAttempt({ ctx, input: ref });
  expect(comparison?.responseHeaders).toHaveLength(1);
  expectAs(attempts.Comparison, comparison);
  expectAs(attempts.Curl, await copyAsCurl({ ctx, input: ref }));
  expectAs(attempts.SignatureDiagnosis, await checkSignature({ ctx, input: { ...ref, given: "v1,AAAA" } }));
  const related = await listRelated({ ctx, input: { eventId: events[0]!.id } });
  expect(related.data).toHaveLength(2);
  expectAs(attempts.RelatedEvents, related);
  expectAs(attempts.Counts, await countFacets({ ctx, input: {} }));
  expectAs(attempts.Timeline, await eventTimeline({ ctx, input: {} }));
  await setSubscriptionStatus({ ctx, input: { id, status: "paused" } });
  const waiting = await listWaitingDeliveries({ ctx, input: { subscriptionId: id } });
  expect(waiting.data.length).toBeGreaterThan(0);
  expectAs(answers.WaitingPage, waiting);
  const attention = await listAttention({ ctx });
  expect(attention).toHaveLength(1);
  expectAs(answers.Attention, wholeList(attention));
  expectAs(answers.SubscriptionHealth, await readSubscriptionHealth({ ctx, input: { id } }));
  expectAs(answers.SubscriptionChanges, wholeList(await listSubscriptionChanges({ ctx, input: { id } })));
  expectAs(answers.BackTestAnswer, await backTest({ ctx, input: { filter: { match: "all", clauses: [{ path: "n", operator: "equals", value: "1" }] } } }));
  expectAs(answers.AddressChecks, { checks: await preflightUrl({ ctx, input: { url: "https://10.0.0.1/" }, policy: { allowedRanges: [], allowHttp: false, ownOrigin: "http://aviso.test" } }) });
});
