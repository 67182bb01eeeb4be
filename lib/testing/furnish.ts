import { newUuid, showId } from "@/lib/domain/ids";
import { createApiKey } from "@/lib/services/api-keys/create";
import { createBookmark } from "@/lib/services/bookmarks/create";
import type { Ctx } from "@/lib/services/context";
import { createEventType } from "@/lib/services/event-types/create";
import { ingestEvents } from "@/lib/services/events/ingest";
import { listEvents } from "@/lib/services/events/list";
import { createInvitation } from "@/lib/services/invitations/create";
import { createProduct } from "@/lib/services/products/create";
import { createReceiver } from "@/lib/services/receivers/create";
import { planReplay } from "@/lib/services/replays/plan";
import { createSavedView } from "@/lib/services/saved-views/create";
import { runScenario } from "@/lib/services/scenarios/run";
import { saveScenario } from "@/lib/services/scenarios/save";
import { createPerson, createSubscription } from "./fixtures";

/** Shown ids of one thing of each kind, by the name that paths and bodies give them. */
export type FurnishedIds = Awaited<ReturnType<typeof furnish>>["ids"];

/**
 * Puts one thing of each kind into a workspace, each with `mark` in its texts, so that anything of it is recognised elsewhere.
 * @returns the context of the owner who made them
 */
export async function furnish(base: Ctx, mark: string) {
  const ctx = await createPerson(base, "owner", { name: `${mark} owner` });
  const other = await createPerson(base, "viewer", { name: `${mark} viewer` });
  const subscription = await createSubscription(ctx, { url: `https://${mark.toLowerCase().replaceAll("_", "-")}.example.com/hook`, status: "paused" });
  await ctx.db.subscription.update({ where: { id: subscription.id }, data: { name: `${mark} CRM` } });
  const subscriptionId = showId("subscription", subscription.id);
  const product = await createProduct({ ctx, input: { name: `${mark} course`, externalId: `${mark}1` } });
  const type = `${mark}_TYPE`;
  await createEventType({ ctx, input: { name: type, title: `${mark} type`, sample: "{}" } });
  await ingestEvents({ ctx, input: { body: Buffer.from(JSON.stringify({ event: type, product: `${mark}1`, data: { buyer: { name: `${mark} buyer`, email: `${mark}@example.com` } } })) } });
  const [event] = (await listEvents({ ctx, input: {} })).data;
  const eventId = event!.id;
  const replay = await planReplay({ ctx, input: {} });
  const scenario = await saveScenario({ ctx, input: { name: `${mark} story`, settings: { scenario: "refunded", subscriptionIds: [subscriptionId] } } });
  const run = await runScenario({ ctx, input: { scenario: "refunded", subscriptionIds: [subscriptionId] } });
  const bookmark = await createBookmark({ ctx, input: { eventId } });
  const receiver = await createReceiver({ ctx, input: { name: `${mark} receiver` } });
  const requestId = newUuid();
  const view = await createSavedView({ ctx, input: { name: `${mark} view`, filters: {} } });
  const invitation = await createInvitation({ ctx, input: { role: "viewer", note: `${mark} guest` } });
  const key = await createApiKey({ ctx, input: { name: `${mark} key` } });
  const ids = {
    id: subscriptionId, subscriptionId, productId: product.id, product: product.id, name: type, eventType: type, event: type, eventId, cursor: eventId, deliveryId: event!.deliveries[0]!.id,
    replayId: replay.id, ...scenario, ...run, ...bookmark, receiverId: receiver.id, requestId: showId("receiverRequest", requestId), viewId: view.id,
    invitationId: invitation.id, keyId: key.id, personId: showId("user", other.actor.id), ownerId: showId("user", ctx.actor.id), workspaceId: showId("workspace", ctx.workspaceId),
  };
  return { ctx, ids, key: key.key };
}
