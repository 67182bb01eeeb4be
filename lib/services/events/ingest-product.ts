import type { Prisma } from "@/lib/db/client";
import { AppError } from "@/lib/domain/errors";
import { newUuid, readId, showId } from "@/lib/domain/ids";
import type { ProductRef } from "@/lib/domain/product-ref";
import type { Ctx } from "@/lib/services/context";
import type { IngestConfig, KnownProduct } from "./ingest-config";

const HINTS = 10;
/** Each web process holds a workspace's products while it takes events in: a key that only sends events must not fill it with inventions. */
export const MAX_PRODUCTS = 50_000;

/** The product that an event names, null when it names none, "unknown" when the workspace has no such product. */
export function resolveProduct({ explicit, externalId, ucode }: ProductRef, config: IngestConfig): KnownProduct | null | "unknown" {
  const { productsById, productsByExternalId, productsByUcode } = config;
  if (explicit !== null) {
    const uuid = readId("product", explicit);
    return (uuid ? productsById.get(uuid) : undefined) ?? productsByExternalId.get(explicit) ?? productsByUcode.get(explicit) ?? "unknown";
  }
  if (externalId === null && ucode === null) return null;
  const find = (products: ReadonlyMap<string, KnownProduct>, id: string | null) => (id === null ? undefined : products.get(id));
  // No id names two products, as either of its kinds: who sends one as the other means the product that has it.
  return find(productsByExternalId, externalId) ?? find(productsByUcode, ucode) ?? find(productsByUcode, externalId) ?? find(productsByExternalId, ucode) ?? "unknown";
}

/** Whether an unknown product may be made from what the event says of it. An id of Aviso's own that does not exist may not. */
export function isDiscoverable(ref: ProductRef, config: IngestConfig): boolean {
  return config.discoversProducts && !isFull(config) && !(ref.explicit !== null && readId("product", ref.explicit));
}

const isFull = ({ products }: IngestConfig) => products.length >= MAX_PRODUCTS;

/** The refusal of an unknown product, with the known ones as a hint. */
export function unknownProduct(ref: ProductRef, config: IngestConfig): AppError {
  const given = ref.explicit ?? ref.externalId ?? ref.ucode ?? "";
  if (config.discoversProducts && isFull(config)) {
    return new AppError("invalid", `There is no product ${JSON.stringify(given)}, and there is room for no more.`, {
      fix: `A workspace may have ${MAX_PRODUCTS} products. Name one that is there, or none.`,
      issues: [{ path: ref.path, message: "Unknown product" }],
    });
  }
  const known = config.products.slice(0, HINTS).map((p) => `${p.name} (${p.externalId ?? showId("product", p.id)})`);
  return new AppError("invalid", `There is no product ${JSON.stringify(given)}.`, {
    fix: known.length > 0 ? `Use one of: ${known.join(", ")}. Or create the product first.` : "Create the product first.",
    issues: [{ path: ref.path, message: "Unknown product" }],
  });
}

/** Creates the products that events brought along, however many, in four statements. Concurrent calls make each only once. */
export async function discoverProducts({ ctx, refs }: { ctx: Ctx; refs: ProductRef[] }): Promise<void> {
  const { workspaceId } = ctx;
  const ids = refs.flatMap(({ explicit, externalId, ucode }) => [explicit ?? externalId, ucode].filter((id) => id !== null));
  await ctx.db.$transaction(async (tx) => {
    // Raising the version locks the workspace's row: whoever comes second sees the first one's products.
    await tx.workspace.update({ where: { id: workspaceId }, data: { configVersion: { increment: 1 } } });
    const known = await tx.product.findMany({ where: { workspaceId, OR: [{ externalId: { in: ids } }, { ucode: { in: ids } }] }, select: { externalId: true, ucode: true } });
    const taken = new Set(known.flatMap((product) => [product.externalId, product.ucode]));
    const fresh: Prisma.ProductCreateManyInput[] = [];
    for (const { explicit, externalId: idInData, ucode, name } of refs) {
      const externalId = explicit ?? idInData;
      const isUcodeTaken = ucode !== null && taken.has(ucode);
      const isIdTaken = externalId !== null && taken.has(externalId);
      // As it will be found: beside what the sender gave as `product`, the data's ids count for nothing.
      if (isIdTaken || (explicit === null && isUcodeTaken)) continue;
      for (const id of [externalId, ucode]) if (id !== null) taken.add(id);
      fresh.push({ id: newUuid(ctx.now()), workspaceId, name: name ?? externalId ?? ucode ?? "", externalId, ucode: isUcodeTaken ? null : ucode, origin: "discovered" });
    }
    await tx.product.createMany({ data: fresh });
  });
}
