import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import type { DraftValues } from "@/lib/domain/subscription-draft";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/fixtures";
import { startReceiver, type ReceiverServer } from "@/lib/testing/receiver-server";
import { listAudit } from "@/lib/services/audit/list";
import { discardDraft, getDraft, listDrafts, saveDraft } from "./drafts";
import { finishDraft } from "./finish-draft";
import { listSubscriptions } from "./list";
import { revealSecret } from "./reveal-secret";
import { testDraft } from "./test-draft";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let receiver: ReceiverServer;
beforeAll(async () => { [database, receiver] = await Promise.all([createTestDatabase(), startReceiver()]); });
afterAll(async () => { await receiver.close(); await database.close(); });

const policy = { allowedRanges: ["127.0.0.0/8"], allowHttp: true, ownOrigin: "http://aviso.test" };
const values: DraftValues = {
  name: "CRM", url: "https://crm", allProducts: true, products: [], allEventTypes: false, eventTypes: ["PURCHASE_APPROVED"], hasFilter: true, match: "all", clauses: [{ path: "", operator: "equals", value: "" }],
  format: "json_v2", headers: [{ name: "X-Key", value: "hush", isStored: false }], hotmartCompatible: false, hottok: "", timeoutSec: "", maxInFlight: "10", ratePerSec: "", maxAttempts: "8", retry: "listed", retryWaits: "5s, soo",
};
const person = async (): Promise<Ctx> => ({ ...(await createWorkspace(database.db)), actor: { kind: "user", id: newUuid(), name: "Ana" } });

test("a draft keeps what was typed, right or not, unreadable at rest, and for the person alone who typed it", async () => {
  const ctx = await person();
  const { id } = await saveDraft({ ctx, input: { id: null, step: 1, values } });
  expect(await saveDraft({ ctx, input: { id, step: 2, values: { ...values, name: "ERP" } } })).toEqual({ id });
  expect(await getDraft({ ctx, input: { id } })).toMatchObject({ id, step: 2, values: { ...values, name: "ERP" }, secret: expect.stringMatching(/^whsec_/) });
  expect(await listDrafts({ ctx })).toHaveLength(1);
  expect(JSON.stringify(await database.db.subscriptionDraft.findMany())).not.toContain("hush");
  const colleague: Ctx = { ...ctx, actor: { kind: "user", id: newUuid(), name: "Bia" } };
  expect(await listDrafts({ ctx: colleague })).toEqual([]);
  for (const stranger of [colleague, await person()]) {
    await expect(getDraft({ ctx: stranger, input: { id } })).rejects.toMatchObject({ code: "not_found" });
    await expect(saveDraft({ ctx: stranger, input: { id, step: 1, values } })).rejects.toMatchObject({ code: "not_found" });
    await expect(discardDraft({ ctx: stranger, input: { id } })).rejects.toMatchObject({ code: "not_found" });
  }
  await discardDraft({ ctx, input: { id } });
  expect(await listDrafts({ ctx })).toEqual([]);
});

test("only the newest ten drafts of a person are kept", async () => {
  const ctx = await person();
  for (let index = 0; index < 12; index++) await saveDraft({ ctx: { ...ctx, now: () => new Date(Date.now() + index * 1_000) }, input: { id: null, step: 1, values: { ...values, name: String(index) } } });
  expect((await listDrafts({ ctx })).map((draft) => draft.values.name)).toEqual(["11", "10", "9", "8", "7", "6", "5", "4", "3", "2"]);
});

test("a draft's test goes to the address at once, marked as a test, signed with the secret that the subscription then has; it leaves no trace", async () => {
  const ctx = await person();
  const subscription = { name: "CRM", url: receiver.url, headers: [{ name: "X-Key", value: "hush" }] };
  const { id } = await saveDraft({ ctx, input: { id: null, step: 3, values } });
  const before = receiver.requests.length;
  expect(await testDraft({ ctx, input: { id, eventType: "PURCHASE_APPROVED", subscription }, policy })).toMatchObject({ responseStatus: 200, responseBody: "ok", failureKind: null });
  const request = receiver.requests[before]!;
  expect(JSON.parse(request.body)).toMatchObject({ test: true, event: "PURCHASE_APPROVED", data: { product: expect.anything() } });
  expect(request.headers["x-key"]).toBe("hush");
  expect(await ctx.db.event.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
  expect((await listAudit({ ctx, input: {} })).data).toMatchObject([{ action: "test.sent", target: null, after: { url: receiver.url, eventType: "PURCHASE_APPROVED" } }]);
  const made = await finishDraft({ ctx, input: { id, subscription }, policy });
  const { secrets } = await revealSecret({ ctx, input: { id: made.id } });
  expect(() => new Webhook(secrets[0]!.secret).verify(request.body, request.headers as Record<string, string>)).not.toThrow();
  expect(await listSubscriptions({ ctx })).toMatchObject([{ id: made.id, headers: [{ name: "X-Key" }] }]);
  expect(await listDrafts({ ctx })).toEqual([]);
});

test("a draft's test may go nowhere that a subscription may not, and what is wrong is told at its field", async () => {
  const ctx = await person();
  const { id } = await saveDraft({ ctx, input: { id: null, step: 3, values } });
  const attempt = (url: string) => testDraft({ ctx, input: { id, eventType: "PURCHASE_APPROVED", subscription: { name: "CRM", url } }, policy });
  await expect(attempt("http://10.0.0.1/hook")).rejects.toMatchObject({ code: "invalid", issues: [{ path: "url" }] });
  expect(await attempt("http://127.0.0.1:1234/hook")).toMatchObject({ responseStatus: null, failureKind: "connection_refused" });
  await expect(finishDraft({ ctx, input: { id, subscription: { name: "", url: receiver.url } }, policy })).rejects.toMatchObject({ issues: [{ path: ["name"] }] });
  expect(await listDrafts({ ctx })).toHaveLength(1);
});

test("a draft that two tabs finish at once makes one subscription, and the second is told", async () => {
  const ctx = await person();
  const { id } = await saveDraft({ ctx, input: { id: null, step: 3, values } });
  const finish = (name: string) => finishDraft({ ctx, input: { id, subscription: { name, url: receiver.url } }, policy });
  const results = await Promise.allSettled([finish("One"), finish("Two")]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "not_found", message: expect.stringContaining("finished or discarded elsewhere"), fix: expect.any(String) } });
  await expect(finish("Three")).rejects.toMatchObject({ code: "not_found" });
  expect(await listSubscriptions({ ctx })).toHaveLength(1);
});
