import type { Prisma, Tx } from "@/lib/db/client";
import { notFound } from "@/lib/domain/errors";
import { showId } from "@/lib/domain/ids";
import type { PayloadFilter } from "@/lib/domain/payload-filter";
import { unseal, type SealingKey } from "@/lib/domain/sealed";
import type { SubscriptionFormat, SubscriptionStatus } from "@/lib/domain/subscription";
import type { Ctx } from "@/lib/services/context";

/** What is read of a subscription to show or change it. */
export const WITH_PRODUCTS = {
  products: { include: { product: { select: { id: true, name: true } } }, orderBy: { productId: "asc" } },
  endpointState: { select: { downSince: true, probeAt: true, lastFailureKind: true, lastResponseStatus: true } },
} as const satisfies Prisma.SubscriptionInclude;
export type SubscriptionRow = Prisma.SubscriptionGetPayload<{ include: typeof WITH_PRODUCTS }>;

export interface SubscriptionDetail {
  id: string;
  name: string;
  url: string;
  status: SubscriptionStatus;
  statusChangedAt: Date;
  /** Who paused, disabled or resumed it, by name; null when nobody has, or the receiver itself asked for it. */
  statusChangedBy: string | null;
  statusReason: string | null;
  /** While its address fails, so that its deliveries are held: since when, why, and when one is tried next. */
  down: { since: Date; failureKind: string | null; responseStatus: number | null; nextTryAt: Date | null } | null;
  allProducts: boolean;
  products: { id: string; name: string }[];
  allEventTypes: boolean;
  eventTypes: string[];
  filter: PayloadFilter | null;
  format: SubscriptionFormat;
  /** Names only: values are often credentials. */
  headers: { name: string }[];
  hotmartCompatible: boolean;
  timeoutMs: number;
  maxInFlight: number;
  /** Deliveries a second at most; null for no such limit. */
  ratePerSec: number | null;
  maxAttempts: number;
  /** Waits between attempts of its own; null for the usual ones. */
  retryWaitsSec: number[] | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A subscription as it is shown, without what is secret. */
export function showSubscription(secretKey: SealingKey, row: SubscriptionRow): SubscriptionDetail {
  return {
    id: showId("subscription", row.id),
    name: row.name,
    url: row.url,
    status: row.status as SubscriptionStatus,
    statusChangedAt: row.statusChangedAt,
    statusChangedBy: row.statusChangedBy,
    statusReason: row.statusReason,
    down: downOf(row),
    allProducts: row.allProducts,
    products: row.products.map(({ product }) => ({ id: showId("product", product.id), name: product.name })),
    allEventTypes: row.allEventTypes,
    eventTypes: row.eventTypes,
    filter: row.filter as PayloadFilter | null,
    format: row.format as SubscriptionFormat,
    headers: readHeaders(secretKey, row).map(({ name }) => ({ name })),
    hotmartCompatible: row.hotmartCompatible,
    timeoutMs: row.timeoutMs,
    maxInFlight: row.maxInFlight,
    ratePerSec: row.ratePerSec,
    maxAttempts: row.maxAttempts,
    retryWaitsSec: row.retryWaitsSec.length > 0 ? row.retryWaitsSec : null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function downOf({ status, endpointState: state }: SubscriptionRow): SubscriptionDetail["down"] {
  if (status !== "active" || !state?.downSince) return null;
  return { since: state.downSince, failureKind: state.lastFailureKind, responseStatus: state.lastResponseStatus, nextTryAt: state.probeAt };
}

/** The subscription's own headers; none when they were sealed with another key, so that its page still opens. */
export function readHeaders(secretKey: SealingKey, row: { headersEncrypted: string | null }): { name: string; value: string }[] {
  if (!row.headersEncrypted) return [];
  try {
    return JSON.parse(unseal(secretKey, row.headersEncrypted)) as { name: string; value: string }[];
  } catch {
    return [];
  }
}

/** The workspace's subscription of that id (a UUID), unless it was deleted. @throws AppError not_found */
export async function findOwnedSubscription(ctx: Ctx, id: string, tx: Tx = ctx.db): Promise<SubscriptionRow> {
  const row = await tx.subscription.findFirst({ where: { id, workspaceId: ctx.workspaceId, deletedAt: null }, include: WITH_PRODUCTS });
  if (!row) throw notFound("subscription");
  return row;
}

/** The same, locked until the transaction ends: two changes come one after the other. @throws AppError not_found */
export async function lockOwnedSubscription(ctx: Ctx, id: string, tx: Tx): Promise<SubscriptionRow> {
  await tx.$queryRaw`SELECT id FROM subscriptions WHERE id = ${id}::uuid AND workspace_id = ${ctx.workspaceId}::uuid FOR UPDATE`;
  return findOwnedSubscription(ctx, id, tx);
}
