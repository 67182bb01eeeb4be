import { globSync, readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listAudit } from "@/lib/services/audit/list";
import { getDelivery } from "@/lib/services/deliveries/get";
import { createEventType } from "@/lib/services/event-types/create";
import { getEventType } from "@/lib/services/event-types/get";
import { listEventTypes } from "@/lib/services/event-types/list";
import { getEvent } from "@/lib/services/events/get";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listEvents } from "@/lib/services/events/list";
import { checkHealth } from "@/lib/services/health/check";
import { createProduct } from "@/lib/services/products/create";
import { listProducts } from "@/lib/services/products/list";
import { listReplayItems } from "@/lib/services/replays/list-items";
import { planReplay } from "@/lib/services/replays/plan";
import { wholeList } from "@/lib/services/page";
import { listSubscriptions } from "@/lib/services/subscriptions/list";
import { createTestDatabase } from "@/lib/testing/database";
import { createSubscription, createWorkspace } from "@/lib/testing/fixtures";
import { buildDocument } from "./document";
import { AuditList } from "./operations/audit";
import { OPERATIONS } from "./operations";
import * as eventTypes from "./event-type-schemas";
import * as products from "./product-schemas";
import { Replay, ReplayItemList } from "./replay-schemas";
import * as answers from "./schemas";
import { SubscriptionList } from "./subscription-schemas";
import { toSchema } from "./to-schema";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());

const VERB = /export (?:async )?(?:const|function) (GET|POST|PUT|PATCH|DELETE)\b|export \{ ?(GET|POST|PUT|PATCH|DELETE) ?\}/g;

test("the document names every path and verb of the API that exists, and no other", () => {
  const files = globSync(["app/api/v1/**/route.ts", "app/api/health/route.ts"]);
  const existing = files.flatMap((file) => {
    const path = `/${file.replaceAll("\\", "/").replace(/^app\//, "").replace(/\/route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`;
    return [...readFileSync(file, "utf8").matchAll(VERB)].map(([, a, b]) => `${a ?? b} ${path}`);
  });
  expect(existing.length).toBeGreaterThan(8);
  expect(OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(existing.toSorted());
});

test("every schema in the document is JSON Schema 2020-12, and every example is valid by its own", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const operation of OPERATIONS) {
    for (const { schema } of Object.values(operation.answers)) if (schema) ajv.compile(toSchema(schema, "output"));
    if (!operation.body) continue;
    const isValid = ajv.compile(toSchema(operation.body, "input"));
    expect(isValid(operation.example), `${operation.id}: ${ajv.errorsText(isValid.errors)}`).toBe(true);
  }
  expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  expect(JSON.parse(JSON.stringify(buildDocument("https://aviso.example")))).toMatchObject({ openapi: "3.1.0", servers: [{ url: "https://aviso.example" }] });
});

test("each operation names what any with its key or its body may be answered", () => {
  const { paths } = buildDocument("https://aviso.example") as { paths: Record<string, Record<string, { responses: object }>> };
  for (const { id, path, method, needsKey, body } of OPERATIONS) {
    const wanted = [...(needsKey ? ["401", "403", "429", "503"] : []), ...(body ? ["400", "408", "413", "415", "422", "503"] : [])];
    expect(Object.keys(paths[path]![method]!.responses), id).toEqual(expect.arrayContaining(wanted));
  }
});

test("every list has one shape: its items under data, and under next where it goes on", () => {
  const lists = OPERATIONS.filter(({ id, method }) => method === "get" && id.startsWith("list"));
  expect(lists.length).toBeGreaterThan(10);
  for (const { id, answers } of lists) {
    const { required } = toSchema(answers[200]!.schema!, "output") as { required: string[] };
    // What belongs to an event is shown up to a limit, and says so.
    expect(required, id).toEqual(expect.arrayContaining(id === "listRelatedEvents" ? ["data", "hasMore"] : ["data", "next"]));
  }
});

test("what the use cases return is what the document says", async () => {
  const ctx = await createWorkspace(database.db);
  await createSubscription(ctx, { url: "https://crm.example.com/hook" });
  const body = Buffer.from(JSON.stringify({ event: "PURCHASE_APPROVED", data: { product: { id: 1, name: "Course" } } }));
  const { results } = await ingestEvents({ ctx, input: { body } });
  const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  expect(answers.IngestAnswer.parse(json(results[0]))).toEqual(json(results[0]));
  const page = await listEvents({ ctx, input: {} });
  expect(answers.EventList.parse(json(page))).toEqual(json(page));
  const event = await getEvent({ ctx, input: { eventId: page.data[0]!.id } });
  expect(answers.EventWithVerdicts.parse(json(event))).toEqual(json(event));
  const delivery = await getDelivery({ ctx, input: { deliveryId: page.data[0]!.deliveries[0]!.id } });
  expect(answers.DeliveryWithAttempts.parse(json(delivery))).toEqual(json(delivery));
  const subscriptions = wholeList(await listSubscriptions({ ctx }));
  expect(SubscriptionList.parse(json(subscriptions))).toEqual(json(subscriptions));
  const product = await createProduct({ ctx, input: { name: "Book", externalId: "2" } });
  expect(products.Product.parse(json(product))).toEqual(json(product));
  const productPage = await listProducts({ ctx, input: {} });
  expect(productPage.data).toHaveLength(2);
  expect(products.ProductPage.parse(json(productPage))).toEqual(json(productPage));
  await createEventType({ ctx, input: { name: "MINE", title: "Mine", sample: "{}" } });
  const types = await listEventTypes({ ctx, input: {} });
  expect(eventTypes.EventTypePage.parse(json(types))).toEqual(json(types));
  const type = await getEventType({ ctx, input: { name: "MINE" } });
  expect(eventTypes.EventTypeWithCount.parse(json(type))).toEqual(json(type));
  const replay = await planReplay({ ctx, input: { include: ["never"] } });
  expect(Replay.parse(json(replay))).toEqual(json(replay));
  const items = await listReplayItems({ ctx, input: { replayId: replay.id } });
  expect(ReplayItemList.parse(json(items))).toEqual(json(items));
  const health = await checkHealth({ db: database.db });
  const audit = await listAudit({ ctx, input: {} });
  expect(audit.data.length).toBeGreaterThan(0);
  expect(AuditList.parse(json(audit))).toEqual(json(audit));
  expect(answers.HealthAnswer.parse(json(health))).toEqual(json(health));
});
