import { z } from "zod";
import { readId, showId } from "@/lib/domain/ids";
import type { Call, Ctx } from "@/lib/services/context";
import { listEventTypes } from "@/lib/services/event-types/list";
import { listEvents } from "@/lib/services/events/list";
import { searchSchema } from "@/lib/services/page";
import { listProductChoices } from "@/lib/services/products/list";

export const FindAnythingInput = z.object({ text: searchSchema.min(1) });
/** `eventTypes`: names of those that the text means in the reader's language. */
export type FindAnythingInput = z.input<typeof FindAnythingInput> & { eventTypes?: string[] };

/** Something with a page of its own, as a list of hits shows it. */
export interface Found {
  kind: "subscription" | "product" | "eventType" | "receiver" | "replay" | "event";
  id: string;
  /** What people call it; of a replay, who made it. */
  name: string;
  /** What tells it from others of that name: an address, a code; empty where there is nothing. */
  detail: string;
  /** When an event came or a replay was made; null for what only has a name. */
  at: Date | null;
}

// Of each kind; whoever wants more opens its list.
const EACH = 5;

/**
 * What a person may mean by a few letters: names and addresses by a part of them, ids by the whole, and events by
 * everything that their list can be searched for (transaction, buyer's e-mail, external id).
 */
export async function findAnything({ ctx, input }: Call<FindAnythingInput>): Promise<Found[]> {
  const { text } = FindAnythingInput.parse(input);
  const parts = await Promise.all([
    findSubscriptions(ctx, text),
    findProducts(ctx, text),
    findEventTypes(ctx, text, input.eventTypes),
    findReceivers(ctx, text),
    findReplay(ctx, text),
    findEvents(ctx, text),
  ]);
  return parts.flat();
}

async function findSubscriptions({ db, workspaceId }: Ctx, text: string): Promise<Found[]> {
  const id = readId("subscription", text);
  const like = { contains: text, mode: "insensitive" as const };
  const rows = await db.subscription.findMany({
    where: { workspaceId, deletedAt: null, ...(id ? { id } : { OR: [{ name: like }, { url: like }] }) },
    select: { id: true, name: true, url: true }, orderBy: [{ name: "asc" }, { id: "asc" }], take: EACH,
  });
  return rows.map((row) => ({ kind: "subscription", id: showId("subscription", row.id), name: row.name, detail: row.url, at: null }));
}

async function findProducts(ctx: Ctx, text: string): Promise<Found[]> {
  const { data } = await listProductChoices({ ctx, input: { search: text, show: "all", limit: EACH } });
  return data.map((product) => ({ kind: "product", id: product.id, name: product.name, detail: product.externalId ?? product.ucode ?? "", at: null }));
}

async function findEventTypes(ctx: Ctx, text: string, names: string[] = []): Promise<Found[]> {
  const { data } = await listEventTypes({ ctx, input: { search: text, names, limit: EACH } });
  return data.map((type) => ({ kind: "eventType", id: type.name, name: type.title, detail: type.name, at: null }));
}

async function findReceivers({ db, workspaceId }: Ctx, text: string): Promise<Found[]> {
  const id = readId("receiver", text);
  const rows = await db.receiver.findMany({
    where: { workspaceId, ...(id ? { id } : { name: { contains: text, mode: "insensitive" } }) },
    select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }], take: EACH,
  });
  return rows.map((row) => ({ kind: "receiver", id: showId("receiver", row.id), name: row.name, detail: "", at: null }));
}

async function findReplay({ db, workspaceId }: Ctx, text: string): Promise<Found[]> {
  const id = readId("replay", text);
  const row = id && (await db.replay.findFirst({ where: { id, workspaceId }, select: { createdBy: true, createdAt: true } }));
  return row ? [{ kind: "replay", id: text, name: row.createdBy, detail: "", at: row.createdAt }] : [];
}

async function findEvents(ctx: Ctx, text: string): Promise<Found[]> {
  const { data: events } = await listEvents({ ctx, input: { search: text, limit: EACH } });
  return events.map((event) => ({ kind: "event", id: event.id, name: event.eventType, detail: event.product?.name ?? event.externalId, at: event.receivedAt }));
}
