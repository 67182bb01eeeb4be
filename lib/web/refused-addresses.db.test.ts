import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { showId } from "@/lib/domain/ids";
import { createSender } from "@/lib/outbound/send";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
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
