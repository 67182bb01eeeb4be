import { z } from "zod";
import { isNameText } from "@/lib/domain/name-text";
import type { Tx } from "@/lib/db/client";
import { AppError, type Issue } from "@/lib/domain/errors";
import { readId } from "@/lib/domain/ids";
import { isStorableText } from "@/lib/domain/product-ref";

const MAX_CHARS = 200;

export const productNameSchema = z.string().trim().min(1, "Give the product a name").max(MAX_CHARS).refine(isNameText, "Use printable characters only");

/** An id of the platform's; an empty text means none. */
export const platformIdSchema = z
  .string().trim().max(MAX_CHARS)
  .refine(isStorableText, "Use printable characters only")
  .refine((text) => readId("product", text) === null, "This is an id of Aviso's. Give the id that the product has on your platform")
  .transform((text) => (text === "" ? null : text))
  .nullable();

/**
 * Refuses ids that another product of the workspace has already: an event must find one product, not two.
 * The caller holds the workspace's row locked, so that nobody takes them in between.
 * @throws AppError `invalid` naming the field
 */
export async function refuseTakenIds(tx: Tx, workspaceId: string, given: { id?: string; externalId?: string | null; ucode?: string | null }): Promise<void> {
  const issues: Issue[] = [];
  for (const field of ["externalId", "ucode"] as const) {
    const value = given[field];
    if (!value) continue;
    const other = await tx.product.findFirst({
      where: { workspaceId, OR: [{ externalId: value }, { ucode: value }], ...(given.id ? { id: { not: given.id } } : {}) },
      select: { name: true, archivedAt: true },
    });
    if (other) issues.push({ path: field, message: other.archivedAt ? `“${other.name}” has this id already (it is archived)` : `“${other.name}” has this id already` });
  }
  if (issues.length > 0) throw new AppError("invalid", "Another product has this id already.", { fix: "Give each product ids of its own.", issues });
}
