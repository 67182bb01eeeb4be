import { randomBytes } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { buildEnvelope } from "@/lib/domain/envelope";
import { readId } from "@/lib/domain/ids";
import { inventHistory, seededRandom, type LifeEvent, type LifeProduct } from "@/lib/domain/life-cycle";
import { RETENTION_DAYS } from "@/lib/domain/retention";
import type { SealingKey } from "@/lib/domain/sealed";
import { createApiKey } from "@/lib/services/api-keys/create";
import type { Ctx } from "@/lib/services/context";
import { storeEvents, type NewEvent } from "@/lib/services/events/store-events";
import { setUpOwner } from "@/lib/services/people/set-up-owner";
import { createProduct } from "@/lib/services/products/create";
import { createReceiver } from "@/lib/services/receivers/create";
import { updateBehaviour } from "@/lib/services/receivers/update-behaviour";
import { createSubscription, type CreateSubscriptionInput } from "@/lib/services/subscriptions/create";
import { setSubscriptionStatus } from "@/lib/services/subscriptions/set-status";
import { settleHistory } from "./settle";

const DEMO_EVENTS = 6_000;
const DAY_MS = 86_400_000;
const PRODUCTS: LifeProduct[] = [
  { id: 4_120_871, ucode: "5d1f0c1e-6f0a-4a39-9d43-0f6f7a1c2b11", name: "Curso de Fotografia", price: 497, isRecurring: false },
  { id: 4_388_502, ucode: "b7c6a2f4-1c8e-4d7b-8a3d-5e9f0b2c3d22", name: "Clube de Receitas", price: 39.9, isRecurring: true },
  { id: 4_902_316, ucode: "e2a9d8b3-7f4c-4e1a-b5c6-9d8e7f6a5b33", name: "Planner Finanças em Dia", price: 89, isRecurring: false, isPhysical: true },
];

/** What the subscription is sent whose receiver fails now and then. */
const FLAKY_TYPES = ["PURCHASE_APPROVED", "PURCHASE_OUT_OF_SHOPPING_CART", "PURCHASE_DELAYED"];
/** The one product of the paused subscription. */
const PAUSED_PRODUCT = 2;

/**
 * Fills an empty database with a demo workspace: an owner, a key, products, receivers, subscriptions, 60 days of history,
 * and one event of now, which the worker delivers as soon as it runs.
 * @returns the log-in and the key; random, and kept by the caller alone
 */
export async function seedDemo(options: { db: Db; secretKey: SealingKey; origin: string }): Promise<{ email: string; password: string; apiKey: string }> {
  const { db, secretKey, origin } = options;
  const password = randomBytes(12).toString("base64url");
  const email = "owner@example.com";
  const now = new Date();
  const begin = new Date(now.getTime() - (RETENTION_DAYS - 1) * DAY_MS);
  const owner = await setUpOwner({ db, input: { name: "Ana", email, password, workspaceName: "Escola Aurora", isDemo: true }, now: () => begin });
  if (owner.outcome !== "created") throw new Error("The demo goes into an empty database only.");
  const { userId, workspaceId } = owner;
  const ctx: Ctx = { db, workspaceId, actor: { kind: "user", id: userId, name: "Ana" }, now: () => new Date(), secretKey, origin };
  const { key: apiKey } = await createApiKey({ ctx, input: { name: "Demo" } });
  const then: Ctx = { ...ctx, now: () => begin };
  const products: string[] = [];
  for (const { id, ucode, name } of PRODUCTS) products.push((await createProduct({ ctx: then, input: { name, externalId: String(id), ucode } })).id);
  const steady = await createReceiver({ ctx: then, input: { name: "Receiver" } });
  const moody = await createReceiver({ ctx: then, input: { name: "Receiver that fails now and then" } });
  await updateBehaviour({ ctx: then, input: { receiverId: moody.id, behaviour: { mode: "random", failShare: 0.2, status: 503 } } });
  // Aviso's own receivers are allowed wherever it runs.
  const policy = { allowedRanges: [], allowHttp: false, ownOrigin: origin };
  const subscribe = async (input: CreateSubscriptionInput) => (await createSubscription({ ctx: then, input, policy })).id;
  await subscribe({ name: "CRM", url: steady.url });
  await subscribe({ name: "Members' area", url: steady.url, eventTypes: ["PURCHASE_APPROVED", "PURCHASE_REFUNDED", "PURCHASE_CHARGEBACK", "SUBSCRIPTION_CANCELLATION"] });
  const flakySubscriptionId = readId("subscription", await subscribe({ name: "E-mail tool", url: moody.url, eventTypes: FLAKY_TYPES }))!;
  const pausedId = await subscribe({ name: "Spreadsheet", url: steady.url, productIds: [products[PAUSED_PRODUCT]!] });

  const history = inventHistory(PRODUCTS, { from: begin, to: new Date(now.getTime() - 60_000) }, DEMO_EVENTS, seededRandom(20_261_124));
  const pausedAt = new Date(now.getTime() - 3 * DAY_MS);
  const productIds = products.map((id) => readId("product", id)!);
  const store = async (events: LifeEvent[]) => {
    for (let at = 0; at < events.length; at += 500) await storeEvents({ ctx, events: events.slice(at, at + 500).map((event) => toNewEvent(event, productIds)) });
  };
  await store(history.filter((event) => event.at < pausedAt));
  // Its deliveries of before were made; the later ones are held.
  await settleHistory(db, { workspaceId, flakySubscriptionId });
  await setSubscriptionStatus({ ctx: { ...ctx, now: () => pausedAt }, input: { id: pausedId, status: "paused" } });
  const recent = history.filter((event) => event.at >= pausedAt);
  await store(recent);
  await settleHistory(db, { workspaceId, flakySubscriptionId });
  // What is seen first is green: it goes neither to the receiver that fails now and then nor to the paused subscription.
  const last = history.findLast((event) => !FLAKY_TYPES.includes(event.eventType) && event.productIndex !== PAUSED_PRODUCT)!;
  await store([{ ...last, at: new Date() }]);
  return { email, password, apiKey };
}

function toNewEvent(event: LifeEvent, productIds: string[]): NewEvent {
  const externalId = crypto.randomUUID();
  return {
    eventType: event.eventType,
    productId: productIds[event.productIndex]!,
    externalId,
    occurredAt: event.at,
    receivedAt: event.at,
    body: buildEnvelope({ externalId, occurredAt: event.at, eventType: event.eventType, data: JSON.stringify(event.data) }),
    isTest: false,
    source: "seed",
    idempotencyKeys: [`id:${externalId}`],
  };
}
