import type { Db, Tx } from "@/lib/db/client";
import type { MatchableSubscription } from "@/lib/domain/match";
import type { PayloadFilter } from "@/lib/domain/payload-filter";

export interface KnownProduct {
  id: string;
  name: string;
  externalId: string | null;
  ucode: string | null;
}

/** All that deciding about an event reads, as of one version of the workspace's configuration. */
export interface IngestConfig {
  version: bigint;
  discoversProducts: boolean;
  acceptsUnknownTypes: boolean;
  ownEventTypes: ReadonlySet<string>;
  subscriptions: (MatchableSubscription & { maxAttempts: number })[];
  products: KnownProduct[];
  productsById: ReadonlyMap<string, KnownProduct>;
  productsByExternalId: ReadonlyMap<string, KnownProduct>;
  productsByUcode: ReadonlyMap<string, KnownProduct>;
}

const caches = new WeakMap<Db, Map<string, IngestConfig>>();

/**
 * A workspace's configuration, read again only when its version was raised.
 * @param tx where to read; @param db whose cache to use
 */
export async function loadIngestConfig(db: Db, tx: Tx, workspaceId: string): Promise<IngestConfig> {
  let cache = caches.get(db);
  if (!cache) caches.set(db, (cache = new Map()));
  const workspace = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { configVersion: true, discoversProducts: true, acceptsUnknownTypes: true },
  });
  const cached = cache.get(workspaceId);
  if (cached && cached.version === workspace.configVersion) return cached;

  const products = await tx.product.findMany({
    where: { workspaceId },
    select: { id: true, name: true, externalId: true, ucode: true },
    orderBy: { id: "asc" },
  });
  const subscriptions = await tx.subscription.findMany({
    where: { workspaceId, deletedAt: null },
    include: { products: { select: { productId: true } } },
    orderBy: { id: "asc" },
  });
  const ownEventTypes = await tx.eventType.findMany({ where: { workspaceId }, select: { name: true } });
  const config: IngestConfig = {
    version: workspace.configVersion,
    discoversProducts: workspace.discoversProducts,
    acceptsUnknownTypes: workspace.acceptsUnknownTypes,
    ownEventTypes: new Set(ownEventTypes.map((type) => type.name)),
    subscriptions: subscriptions.map((s) => ({
      id: s.id,
      name: s.name,
      status: s.status,
      statusChangedAt: s.statusChangedAt,
      statusChangedBy: s.statusChangedBy,
      allProducts: s.allProducts,
      productIds: new Set(s.products.map((p) => p.productId)),
      allEventTypes: s.allEventTypes,
      eventTypes: new Set(s.eventTypes),
      filter: s.filter as PayloadFilter | null,
      maxAttempts: s.maxAttempts,
    })),
    products,
    productsById: new Map(products.map((p) => [p.id, p])),
    productsByExternalId: new Map(products.flatMap((p) => (p.externalId === null ? [] : [[p.externalId, p]]))),
    productsByUcode: new Map(products.flatMap((p) => (p.ucode === null ? [] : [[p.ucode, p]]))),
  };
  cache.set(workspaceId, config);
  return config;
}
