import type { Db, Tx } from "@/lib/db/client";
import { notFound } from "@/lib/domain/errors";
import { showId } from "@/lib/domain/ids";

export interface Product {
  id: string;
  name: string;
  /** The seller's platform's id. */
  externalId: string | null;
  ucode: string | null;
  /** Made by a person or key, or by an event that named it. */
  origin: "created" | "discovered";
  archivedAt: Date | null;
  createdAt: Date;
}
type ProductRow = Omit<Product, "origin"> & { origin: string };

/** A row as it leaves the house. */
export function showProduct({ id, name, externalId, ucode, origin, archivedAt, createdAt }: ProductRow): Product {
  return { id: showId("product", id), name, externalId, ucode, origin: origin as Product["origin"], archivedAt, createdAt };
}

/** A product of this workspace, by UUID. @throws AppError `not_found` */
export async function findOwnedProduct(db: Db | Tx, workspaceId: string, id: string): Promise<ProductRow> {
  const row = await db.product.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("product");
  return row;
}
