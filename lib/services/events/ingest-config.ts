import { queryBatch } from "@/lib/db/batch";
import type { Db } from "@/lib/db/client";
import { notFound } from "@/lib/domain/errors";
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

const TIMEOUT_MS = 10_000;
const caches = new WeakMap<Db, Map<string, IngestConfig>>();

interface Row { config_version: string; discovers_products: boolean; accepts_unknown_types: boolean }

/** A workspace's configuration, read again only when its version was raised. */
export async function loadIngestConfig(db: Db, workspaceId: string): Promise<IngestConfig> {
  let cache = caches.get(db);
  if (!cache) caches.set(db, (cache = new Map()));
  const [workspace] = await queryBatch<Row>(db, "SELECT config_version, discovers_products, accepts_unknown_types FROM workspaces WHERE id = $1::uuid", [workspaceId], TIMEOUT_MS);
  if (!workspace) throw notFound("Workspace");
  const version = BigInt(workspace.config_version);
  const cached = cache.get(workspaceId);
  if (cached && cached.version === version) return cached;

  const products = await db.product.findMany({
    where: { workspaceId },
    select: { id: true, name: true, externalId: true, ucode: true },
    orderBy: { id: "asc" },
  });
  const subscriptions = await db.subscription.findMany({
    where: { workspaceId, deletedAt: null },
    include: { products: { select: { productId: true } } },
    orderBy: { id: "asc" },
  });
  const ownEventTypes = await db.eventType.findMany({ where: { workspaceId }, select: { name: true } });
  const config: IngestConfig = {
    version,
    discoversProducts: workspace.discovers_products,
    acceptsUnknownTypes: workspace.accepts_unknown_types,
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
