import { queryBatch } from "@/lib/db/batch";
import { textArray, uuidArray } from "@/lib/db/binary-array";
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

/** What a group of events needs to know before it is stored, as of one moment. */
export interface IngestHead {
  config: IngestConfig;
  /** The taken ones of the idempotency keys asked about, with their events. */
  known: ReadonlyMap<string, string>;
  /** Those of the API keys asked about that are good still. */
  soundKeyIds: ReadonlySet<string>;
}

interface Row { config_version: string; discovers_products: boolean; accepts_unknown_types: boolean; known: [string, string][] | null; sound_keys: string[] }

const READ_HEAD = `
  SELECT config_version, discovers_products, accepts_unknown_types,
    (SELECT json_agg(json_build_array(i.key, i.event_id)) FROM idempotency_keys i WHERE i.workspace_id = $1::uuid AND i.key = ANY($2::text[])) AS known,
    ARRAY(SELECT a.id::text FROM api_keys a WHERE a.id = ANY($3::uuid[]) AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > $4::timestamptz)) AS sound_keys
  FROM workspaces WHERE id = $1::uuid`;

/** Reads all of it in one statement. The configuration behind it is read again only when its version was raised. */
export async function readIngestHead(db: Db, workspaceId: string, asked: { idempotencyKeys: readonly string[]; apiKeyIds: readonly string[]; now: Date }): Promise<IngestHead> {
  const [workspace] = await queryBatch<Row>(db, READ_HEAD, [workspaceId, textArray(asked.idempotencyKeys), uuidArray(asked.apiKeyIds), asked.now], TIMEOUT_MS);
  if (!workspace) throw notFound("Workspace");
  return { config: await configOf(db, workspaceId, workspace), known: new Map(workspace.known ?? []), soundKeyIds: new Set(workspace.sound_keys) };
}

/** A workspace's configuration as it is now. */
export async function loadIngestConfig(db: Db, workspaceId: string): Promise<IngestConfig> {
  return (await readIngestHead(db, workspaceId, { idempotencyKeys: [], apiKeyIds: [], now: new Date() })).config;
}

async function configOf(db: Db, workspaceId: string, workspace: Row): Promise<IngestConfig> {
  let cache = caches.get(db);
  if (!cache) caches.set(db, (cache = new Map()));
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
    // Of two that came to have the same one, the older keeps it.
    productsByUcode: new Map(products.toReversed().flatMap((p) => (p.ucode === null ? [] : [[p.ucode, p]]))),
  };
  cache.set(workspaceId, config);
  return config;
}
