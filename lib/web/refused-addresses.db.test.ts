import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { showId } from "@/lib/domain/ids";
import { createSender } from "@/lib/outbound/send";
import type { SubscriptionInput } from "@/lib/domain/subscription";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { saveDraft } from "@/lib/services/subscriptions/drafts";
import { finishDraft } from "@/lib/services/subscriptions/finish-draft";
import { preflightUrl } from "@/lib/services/subscriptions/preflight";
import { testDraft } from "@/lib/services/subscriptions/test-draft";
import { createTestDatabase } from "@/lib/testing/database";
import { createPerson, createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { REFUSED_URLS } from "@/lib/testing/hostile-urls";

// Next's guard against client bundles; it throws outside of Next, and there is none here.
vi.mock("server-only", () => ({}));

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;
const ROUTES = import.meta.glob<Record<string, Handler>>(["/app/api/v1/subscriptions/route.ts", "/app/api/v1/subscriptions/[[]id]/route.ts"]);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await createWorkspace(database.db);
  for (const [name, value] of Object.entries({ DATABASE_URL: database.url, AVISO_SECRET_KEY: ctx.secretKey.toString("base64"), AVISO_LIMIT_API: "0" })) vi.stubEnv(name, value);
  key = (await createApiKey({ ctx, input: { name: "test" } })).key;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  const { getRuntime } = await import("./runtime");
  await getRuntime().db.$disconnect();
  await database.close();
});

async function call(file: string, method: "POST" | "PATCH", body: object, params: Record<string, string> = {}) {
  const handlers = await ROUTES[file]!();
  const request = new Request("http://localhost/", { method, headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  const response = await handlers[method]!(request, { params: Promise.resolve(params) });
  return { status: response.status, json: (await response.json()) as { issues?: { path: string }[] } };
}

test("no address that leads inside can be given to a subscription by the API, however it is written, and none is ever sent to", async () => {
  const { id } = await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const sender = createSender({ allowedRanges: [], allowHttp: false, ownOrigin: ctx.origin });
  for (const [url] of REFUSED_URLS) {
    const made = await call("/app/api/v1/subscriptions/route.ts", "POST", { name: "Inside", url });
    expect(made, url).toMatchObject({ status: 422, json: { issues: [{ path: "url" }] } });
    const changed = await call("/app/api/v1/subscriptions/[id]/route.ts", "PATCH", { url }, { id: showId("subscription", id) });
    expect(changed, url).toMatchObject({ status: 422, json: { issues: [{ path: "url" }] } });
    // Should one have been stored all the same, before the rules were there.
    expect(await sender.send({ url, headers: {}, body: "{}", timeoutMs: 1_000 }), url).toMatchObject({ failureKind: expect.stringMatching(/^(blocked_address|blocked_port|https_only|protocol)$/), responseStatus: null, remoteAddress: null });
  }
  await sender.destroy();
  expect(await ctx.db.subscription.findMany({ select: { url: true } })).toEqual([{ url: "https://crm.example.com/hook" }]);
});

test("nor at the form: a look, a test before it is saved and the end of the wizard each refuse it at its field, and nothing is sent", async () => {
  const person = await createPerson(ctx, "developer");
  const { id } = await saveDraft({ ctx: person, input: { id: null, step: 1, values: {
    name: "Draft", url: "", allProducts: true, products: [], allEventTypes: true, eventTypes: [], hasFilter: false, match: "all", clauses: [], format: "json_v2", headers: [], hotmartCompatible: false, hottok: "", timeoutSec: "15", maxInFlight: "10", ratePerSec: "", maxAttempts: "8", retry: "growing", retryWaits: "" } } });
  const policy = { allowedRanges: [], allowHttp: false, ownOrigin: ctx.origin };
  const refusal = (work: Promise<unknown>) => work.then(() => ["done"], (error: { issues?: { path: unknown }[] }) => error.issues?.map(({ path }) => [path].flat().join(".")));
  const before = { subscriptions: await ctx.db.subscription.count(), entries: await ctx.db.auditEntry.count() };
  for (const [url, problem] of REFUSED_URLS) {
    const subscription: SubscriptionInput = { name: "Inside", url };
    expect(await preflightUrl({ ctx: person, input: { url }, policy }), url).toEqual([{ name: "address", state: "failed", code: problem, values: {} }]);
    expect(await refusal(testDraft({ ctx: person, input: { id, eventType: "PURCHASE_APPROVED", subscription }, policy })), url).toEqual(["url"]);
    expect(await refusal(finishDraft({ ctx: person, input: { id, subscription }, policy })), url).toEqual(["url"]);
  }
  expect({ subscriptions: await ctx.db.subscription.count(), entries: await ctx.db.auditEntry.count() }).toEqual(before);
});
